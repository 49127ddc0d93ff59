import { button } from '../../ui/buttons.ts'
import { passwordField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { tag } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { monogram } from '../../ui/monogram.ts'
import { notice } from '../../ui/notices.ts'
import { joinScripts, showPassword, submitOnce } from '../../ui/scripts.ts'
import { visible } from '../../ui/visible.ts'
import { formatDuration } from '../../ui/words.ts'

/** What the login page shows. */
export type LoginPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  /** The app that waits for the login; its name is shown as its owner wrote it. */
  readonly clientName?: string | undefined
  /** What was typed before. */
  readonly username?: string | undefined
  /** Whether the page that the form came from was from before another login or logout, so that nothing was checked. */
  readonly isOutdated?: boolean | undefined
  /** Why the last try failed, as a sentence. */
  readonly error?: string | undefined
  /** How long nobody may try again, in seconds. */
  readonly retryAfterSeconds?: number | undefined
}

const errorId = 'login-error'

/** Where no app waits, the login leads to the keys. */
const toKeys = 'Log in to see your keys'

/** Shows the form with `username` and `password`; what must be filled in takes the focus, or the notice that one must wait. */
export const loginPage = (props: LoginPage): string => {
  const { chrome, action, csrfToken, clientName, username } = props
  const failed = props.error !== undefined || props.retryAfterSeconds !== undefined
  const waits = props.retryAfterSeconds !== undefined
  // Who must only wait typed nothing wrong.
  const fieldsError = props.error === undefined || waits ? undefined : errorId
  const known = username !== undefined && username !== ''
  const title = clientName === undefined ? toKeys : `Log in to continue to ${visible(clientName)}`
  return page({
    ...chrome,
    title: failed ? `${whatFailed(props)} · ${title}` : title,
    script: joinScripts(showPassword, submitOnce),
    body: tag(html`
<div class="asker centred">${clientName !== undefined && monogram(clientName)}<h1>${clientName === undefined ? toKeys : html`Log in to continue to ${theirs(clientName)}`}</h1></div>
${clientName !== undefined && html`<p class="quiet-text centred">Your password stays here. The app never sees it.</p>`}
${props.isOutdated === true && notice({ tone: 'info', title: 'This page was out of date.', text: 'You were logged out in the meantime. Log in here to go on.' })}
${failed && failure(props)}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`${textField({
    name: 'username',
    label: 'Username',
    value: username,
    autocomplete: 'username',
    autofocus: !waits && !known,
    errorId: fieldsError,
  })}
${passwordField({
  name: 'password',
  label: 'Password',
  autocomplete: 'current-password',
  autofocus: !waits && known,
  errorId: fieldsError,
})}
<div class="actions">${button({ label: 'Log in' })}</div>`,
})}`),
  })
}

const whatFailed = ({ error = 'Too many tries.' }: LoginPage): string => error.replace(/\.$/, '')

const failure = ({ error, retryAfterSeconds }: LoginPage): Html => {
  const wait = retryAfterSeconds !== undefined && html`Wait ${formatDuration(retryAfterSeconds)}, then try again.`
  return notice({
    tone: 'danger',
    id: errorId,
    title: error ?? 'There were too many tries.',
    text: wait || 'Check both fields and try again.',
    autofocus: retryAfterSeconds !== undefined,
  })
}
