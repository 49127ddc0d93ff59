import { button, linkButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, documentLink, page } from '../../ui/layout.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'

/** What the page that asks for an address shows. */
export type SignUpPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly loginHref: string
  readonly email?: string | undefined
  readonly isMalformed?: boolean | undefined
  readonly isOutdated?: boolean | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** Asks, in the field `email`, for the address of a new account. */
export const signUpPage = (props: SignUpPage): string => {
  const { chrome, action, csrfToken, loginHref, email, isMalformed, isOutdated, retryAfterSeconds: seconds } = props
  const { signUp, login, recover, time } = chrome.words
  return page({
    ...chrome,
    title: signUp.title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${signUp.title}</h1>
<p class="quiet-text centred">${signUp.text}</p>
${isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${seconds !== undefined && notice({ tone: 'alert', title: recover.wait, text: login.waitText(formatDuration(seconds, time)), autofocus: true })}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`${textField({
    name: 'email',
    label: signUp.email,
    value: email,
    error: isMalformed === true ? signUp.malformed : undefined,
    autocomplete: 'email',
    inputmode: 'email',
    autofocus: seconds === undefined,
  })}
${documents(chrome)}
<div class="actions">${button({ label: signUp.send })}${linkButton(loginHref, signUp.toLogin, 'secondary')}</div>`,
})}`),
  })
}

/** Links to what the users of this server agree to. */
function documents(chrome: Chrome): Html | false {
  const { signUp } = chrome.words
  const [terms, privacy] = [documentLink(chrome, 'terms'), documentLink(chrome, 'privacy')]
  if (terms === undefined && privacy === undefined) return false
  return html`<p class="quiet-text">${phrase((mark) =>
    terms !== undefined && privacy !== undefined
      ? signUp.readBoth(mark(terms), mark(privacy))
      : signUp.readOne(mark(terms ?? privacy)),
  )}</p>`
}

/** What follows, for whatever address was given. */
export type SignUpSentPage = {
  readonly chrome: Chrome
  readonly email: string
  readonly againHref: string
  readonly loginHref: string
}

/** Shows, in the element `result`, that a message is on its way. */
export const signUpSentPage = ({ chrome, email, againHref, loginHref }: SignUpSentPage): string => {
  const { signUp } = chrome.words
  const text = phrase((mark) => signUp.sentText(mark(html`<strong>${theirs(email, 320)}</strong>`)))
  return page({
    ...chrome,
    title: signUp.sent,
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${signUp.sent}</h1>
<p class="lead">${text}</p><p class="quiet-text">${signUp.sentAdvice}</p></div>
<div class="actions">${linkButton(loginHref, signUp.toLogin, 'secondary')}${linkButton(againHref, signUp.again, 'quiet')}</div>`),
  })
}
