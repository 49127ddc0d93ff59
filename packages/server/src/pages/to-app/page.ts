import { html } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeTarget } from '../../ui/link.ts'

/** The page shown after a response to an app with a private-use scheme. */
export type ToAppPage = {
  readonly chrome: Chrome
  /** The redirect URI with the response; undefined once it has expired. */
  readonly href: string | undefined
}

/** Says, in the element `result`, that the user can go back to the app, and opens it by a link if the browser did not. */
export const toAppPage = ({ chrome, href }: ToAppPage): string => {
  const { toApp } = chrome.words
  return page({
    ...chrome,
    account: undefined,
    title: toApp.title,
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${toApp.title}</h1>
<p class="lead">${toApp.sent}</p></div>
${href !== undefined && html`<div class="actions"><a class="button primary" id="open-app" href="${safeTarget(href)}">${toApp.open}</a></div>`}`),
  })
}
