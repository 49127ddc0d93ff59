import { button } from '../../ui/buttons.ts'
import { hiddenField } from '../../ui/fields.ts'
import { html } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeTarget } from '../../ui/link.ts'
import { autoSubmit } from '../../ui/scripts.ts'

/** What is posted to an app, and where. */
export type FormPostPage = {
  readonly chrome: Chrome
  /** The registered redirect URI. */
  readonly action: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Posts the response to the app by a script, or by a button where none runs (OAuth 2.0 Form Post Response Mode §2). */
export const formPostPage = ({ chrome, action, fields }: FormPostPage): string => {
  const { toApp } = chrome.words
  return page({
    ...chrome,
    account: undefined,
    title: toApp.title,
    script: autoSubmit,
    body: questionCard(html`<h1 class="centred">${toApp.title}</h1>
<p class="lead centred">${toApp.press}</p>
<form method="post" action="${safeTarget(action)}" class="actions">
${fields.map(([name, value]) => hiddenField(name, value))}
${button({ label: toApp.continue })}
</form>`),
  })
}
