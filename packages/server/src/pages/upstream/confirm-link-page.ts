import { button, linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'

/** What is asked before a login elsewhere becomes one of an account. */
export type ConfirmLinkPage = {
  readonly chrome: Chrome
  readonly provider: string
  readonly whom?: string | undefined
  /** The username of the account here. */
  readonly account: string
  readonly action: string
  readonly csrfToken: string
  readonly cancelHref: string
}

export const confirmLinkPage = ({ chrome, provider, whom, account, ...props }: ConfirmLinkPage): string => {
  const { confirmLink } = chrome.words
  const title = confirmLink.title(visible(provider))
  const [there, here] = [html`<strong>${theirs(whom ?? provider)}</strong>`, html`<strong>${theirs(account)}</strong>`]
  return page({
    ...chrome,
    title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${title}</h1>
<p class="lead centred">${phrase((mark) => confirmLink.text(mark(theirs(provider)), mark(there), mark(here)))}</p>
<p class="centred">${confirmLink.effect(visible(provider))}</p>
${form({
  action: props.action,
  csrfToken: props.csrfToken,
  content: html`<div class="actions">${button({ label: confirmLink.link, name: 'decision', value: 'link', isGuarded: true })}${linkButton(props.cancelHref, confirmLink.cancel, 'secondary')}</div>`,
})}`),
  })
}
