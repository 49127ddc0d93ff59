import { button, linkButton } from '../../ui/buttons.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { newPasswordField, passwordFaultText, passwordStrength, type ShownFault } from '../../ui/new-password-field.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { joinScripts, showPassword, submitOnce } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'

/** What the page that asks who somebody is shows. */
export type RecoverPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly loginHref: string
  /** Whether the form came from a page before a login or logout. */
  readonly isOutdated?: boolean | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** Asks, in the field `username`, whose password is to be recovered. */
export const recoverPage = (props: RecoverPage): string => {
  const { chrome, action, csrfToken, loginHref, isOutdated, retryAfterSeconds: seconds } = props
  const { recover, login, time } = chrome.words
  return page({
    ...chrome,
    title: recover.title,
    script: submitOnce,
    body: questionCard(html`<h1 class="centred">${recover.title}</h1>
<p class="quiet-text centred">${recover.text}</p>
${isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${seconds !== undefined && notice({ tone: 'alert', title: recover.wait, text: login.waitText(formatDuration(seconds, time)), autofocus: true })}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`${textField({ name: 'username', label: recover.who, autocomplete: 'username', autofocus: seconds === undefined })}
<div class="actions">${button({ label: recover.send })}${linkButton(loginHref, recover.toLogin, 'secondary')}</div>`,
})}`),
  })
}

/** What follows, for whatever was typed. */
export type SentPage = { readonly chrome: Chrome; readonly againHref: string; readonly loginHref: string }

/** Shows, in the element `result`, that a message may be on its way. */
export const sentPage = ({ chrome, againHref, loginHref }: SentPage): string => {
  const { recover } = chrome.words
  return page({
    ...chrome,
    title: recover.sent,
    body: questionCard(html`<div id="result" role="status" class="centred stack"><h1>${recover.sent}</h1>
<p class="lead">${recover.sentText}</p><p class="quiet-text">${recover.sentAdvice}</p></div>
<div class="actions">${linkButton(loginHref, recover.toLogin, 'secondary')}${linkButton(againHref, recover.again, 'quiet')}</div>`),
  })
}

/** What the page for a new password shows. */
export type NewPasswordPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly username: string
  readonly minimum: number
  readonly names: readonly string[]
  readonly fault?: ShownFault | undefined
  readonly isOutdated?: boolean | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** Asks for the new password, in the field `password`. Opening the page changes nothing; the button uses the link. */
export const newPasswordPage = (props: NewPasswordPage): string => {
  const { chrome, action, csrfToken, username, minimum, names, fault, isOutdated, retryAfterSeconds: seconds } = props
  const { recover, login, time } = chrome.words
  return page({
    ...chrome,
    title: recover.newPassword,
    script: joinScripts(showPassword, passwordStrength, submitOnce),
    body: questionCard(html`<h1 class="centred">${recover.newPassword}</h1>
<p class="quiet-text centred">${phrase((mark) => recover.newPasswordText(mark(html`<strong>${theirs(username)}</strong>`)))}</p>
${isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${seconds !== undefined && notice({ tone: 'alert', title: recover.busy, text: login.waitText(formatDuration(seconds, time)), autofocus: true })}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  // Password managers note for whom the password is.
  content: html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>${newPasswordField(
    {
      minimum,
      names,
      error: fault && passwordFaultText(fault, chrome.words),
      autofocus: seconds === undefined,
    },
    chrome.words,
  )}
<div class="actions">${button({ label: recover.save })}</div>`,
})}`),
  })
}
