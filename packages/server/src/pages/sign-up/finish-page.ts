import { button } from '../../ui/buttons.ts'
import { checkboxRow } from '../../ui/choices.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, documentLink, page } from '../../ui/layout.ts'
import { newPasswordField, passwordFaultText, passwordStrength, type ShownFault } from '../../ui/new-password-field.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { joinScripts, showPassword, submitOnce } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'

/** What the page that completes a new account shows. */
export type FinishPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  readonly username: string
  readonly minimum: number
  readonly isInvited: boolean
  /** The version of the terms to accept. */
  readonly terms?: string | undefined
  readonly name?: string | undefined
  readonly isAccepted?: boolean | undefined
  readonly faults?: FinishFaults | undefined
  readonly isOutdated?: boolean | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** What is wrong with what was sent. */
export type FinishFaults = {
  readonly name?: boolean | undefined
  readonly password?: ShownFault | undefined
  readonly terms?: boolean | undefined
}

/** Asks for `name`, `password` and, if there are terms, `terms`. Opening the page changes nothing; the button uses the link. */
export const finishPage = (props: FinishPage): string => {
  const { chrome, action, csrfToken, username, minimum, isInvited, faults = {}, name } = props
  const { retryAfterSeconds: seconds, isOutdated } = props
  const { signUp, recover, login, time } = chrome.words
  const title = isInvited ? signUp.invited : signUp.finish
  return page({
    ...chrome,
    title,
    script: joinScripts(showPassword, passwordStrength, submitOnce),
    body: questionCard(html`<h1 class="centred">${title}</h1>
<p class="quiet-text centred">${phrase((mark) => signUp.finishText(mark(html`<strong>${theirs(username)}</strong>`)))}</p>
${isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${seconds !== undefined && notice({ tone: 'alert', title: recover.busy, text: login.waitText(formatDuration(seconds, time)), autofocus: true })}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  // Password managers note for whom the password is.
  content: html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>
${textField({
  name: 'name',
  label: signUp.name,
  value: name,
  error: faults.name === true ? signUp.nameFault : undefined,
  autocomplete: 'name',
  autofocus: seconds === undefined && (faults.password === undefined || faults.name === true),
})}
${newPasswordField(
  {
    minimum,
    names: [username],
    error: faults.password && passwordFaultText(faults.password, chrome.words),
    autofocus: seconds === undefined && faults.name !== true && faults.password !== undefined,
  },
  chrome.words,
)}
${acceptance(props)}
<div class="actions">${button({ label: signUp.create })}</div>`,
})}`),
  })
}

function acceptance({ chrome, terms, isAccepted, faults = {} }: FinishPage): Html | false {
  if (terms === undefined) return false
  const { signUp } = chrome.words
  const link = documentLink(chrome, 'terms') ?? signUp.terms
  return html`<div class="field">${checkboxRow({
    id: 'terms',
    name: 'terms',
    value: terms,
    title: phrase((mark) => signUp.accept(mark(link))),
    checked: isAccepted,
  })}${faults.terms === true && html`<p class="field-error" role="alert">${signUp.acceptFault}</p>`}</div>`
}
