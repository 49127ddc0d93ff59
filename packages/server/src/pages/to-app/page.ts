import { html } from '../../ui/html.ts'
import { tag } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeTarget } from '../../ui/link.ts'

/** What is shown after an answer went to an app that has a scheme of its own. */
export type ToAppPage = {
  readonly chrome: Chrome
  /** The app's address with the answer; undefined once it is too old to be of use. */
  readonly href: string | undefined
}

/** Says, in the element `result`, that the user can go back to the app, and opens it by a link where the browser did not. */
export const toAppPage = ({ chrome, href }: ToAppPage): string =>
  page({
    ...chrome,
    account: undefined,
    title: 'Back to the app',
    body: tag(html`<div id="result" role="status" class="centred stack"><h1>Back to the app</h1>
<p class="lead">Your answer was sent to the app. You can close this tab.</p></div>
${href !== undefined && html`<div class="actions"><a class="button primary" id="open-app" href="${safeTarget(href)}">Open the app</a></div>`}`),
  })
