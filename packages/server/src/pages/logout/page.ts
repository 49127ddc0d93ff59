import { button, linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { tag } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'

/** What the question before logging out shows. */
export type LogoutPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly accountName: string
  /** Hidden fields to be sent along. */
  readonly fields?: Readonly<Record<string, string | undefined>> | undefined
}

/** Asks before logging out, so that no other site can do it by a link. */
export const logoutPage = ({ chrome, action, csrfToken, accountName, fields }: LogoutPage): string => {
  const question = `Log out of ${visible(chrome.brand ?? 'Valetkey')}?`
  return page({
    ...chrome,
    // What the head would offer is what is asked here.
    account: undefined,
    title: question,
    script: submitOnce,
    body: tag(html`<h1 class="centred">${question}</h1>
<p class="lead centred">You are logged in as <strong>${theirs(accountName)}</strong>. Apps keep the keys you gave them.</p>
${form({
  action,
  csrfToken,
  hidden: fields,
  className: 'actions',
  content: html`${button({ label: 'Log out', name: 'decision', value: 'allow' })}${button({ label: 'Stay logged in', weight: 'secondary', name: 'decision', value: 'deny' })}`,
})}`),
  })
}

/** What is shown after logging out. */
export type LoggedOutPage = {
  readonly chrome: Chrome
  readonly loginHref: string
}

/** Says, in the element `result`, that the person is logged out. */
export const loggedOutPage = ({ chrome, loginHref }: LoggedOutPage): string =>
  page({
    ...chrome,
    account: undefined,
    title: 'You are logged out',
    body: tag(html`<div id="result" role="status" class="centred stack"><h1>You are logged out</h1>
<p class="lead">Apps keep the keys you gave them. To take one back, log in and open “My keys”.</p></div>
<div class="actions">${linkButton(loginHref, 'Log in again', 'secondary')}</div>`),
  })
