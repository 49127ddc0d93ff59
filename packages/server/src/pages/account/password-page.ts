import { button } from '../../ui/buttons.ts'
import { passwordField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { html } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { newPasswordField, passwordFaultText, passwordStrength, type ShownFault } from '../../ui/new-password-field.ts'
import { notice } from '../../ui/notices.ts'
import { joinScripts, showPassword } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'
import { accountPage } from './frame.ts'

/** What happened to the password that was sent. */
export type PasswordOutcome =
  | { readonly is: 'changed' | 'wrong' | 'same' | 'raced' }
  | { readonly is: 'wait'; readonly seconds: number }
  | { readonly is: 'refused'; readonly fault: ShownFault }

export type PasswordPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly action: string
  readonly username: string
  readonly hasPassword: boolean
  readonly minimum: number
  readonly names: readonly string[]
  readonly outcome?: PasswordOutcome | undefined
}

/** Shows the form with `current_password` and `new_password`. */
export const passwordPage = (props: PasswordPage): string => {
  const { chrome, action, csrfToken, username, hasPassword, minimum, names, outcome } = props
  const { ownPassword: words, password } = chrome.words
  const isRefused = outcome?.is === 'refused' || outcome?.is === 'same'
  return accountPage({
    chrome,
    at: 'password',
    lead: hasPassword ? words.lead : words.none,
    notice: outcome && showOutcome(outcome, chrome),
    script: joinScripts(showPassword, passwordStrength),
    body: html`<section class="panel">${form({
      action,
      csrfToken,
      className: 'stack-wide',
      content: html`<input type="text" name="username" value="${username}" autocomplete="username" hidden>
${
  hasPassword &&
  passwordField(
    {
      name: 'current_password',
      label: words.current,
      autocomplete: 'current-password',
      error: outcome?.is === 'wrong' ? words.wrong : undefined,
      autofocus: outcome?.is === 'wrong',
    },
    password,
  )
}
${newPasswordField(
  { name: 'new_password', minimum, names, error: newFault(outcome, chrome), autofocus: isRefused },
  chrome.words,
)}
<div class="actions">${button({ label: hasPassword ? words.save : words.set })}</div>`,
    })}</section>`,
  })
}

const newFault = (outcome: PasswordOutcome | undefined, { words }: Chrome): string | undefined => {
  if (outcome?.is === 'same') return words.ownPassword.same
  return outcome?.is === 'refused' ? passwordFaultText(outcome.fault, words) : undefined
}

const showOutcome = (outcome: PasswordOutcome, { words: { ownPassword: words, time } }: Chrome) => {
  switch (outcome.is) {
    case 'changed': {
      const content = notice({
        id: 'result',
        autofocus: true,
        tone: 'success',
        title: words.doneTitle,
        text: words.doneText,
      })
      return { pageTitle: words.done, content }
    }
    case 'wait': {
      const text = words.wait(formatDuration(outcome.seconds, time))
      return { pageTitle: words.wrongTitle, content: notice({ tone: 'alert', autofocus: true, text }) }
    }
    case 'raced':
      return { pageTitle: words.wrongTitle, content: notice({ tone: 'alert', autofocus: true, text: words.raced }) }
    // The text is at the field, which takes the focus.
    case 'wrong':
      return { pageTitle: words.wrongTitle, content: html`` }
    case 'same':
    case 'refused':
      return { pageTitle: words.refusedTitle, content: html`` }
  }
}
