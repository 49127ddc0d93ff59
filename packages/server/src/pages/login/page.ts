import { button, linkButton } from '../../ui/buttons.ts'
import { passwordField, textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { questionCard } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { joinScripts, showPassword, submitOnce } from '../../ui/scripts.ts'
import { formatDuration } from '../../ui/time-words.ts'
import { visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import { type ClientView, clientLinks, clientMark } from '../client-view.ts'
import { otherWays, recoverLink, type ShownWays } from './ways.ts'

/** What the login page shows. */
export type LoginPage = {
  readonly chrome: Chrome
  readonly action: string
  readonly csrfToken: string
  /** The app that waits for the login; its name is shown as its owner wrote it. */
  readonly client?: ClientView | undefined
  /** Whether the login leads to “My account”. */
  readonly isForAccount?: boolean | undefined
  /** Whether the user is logged in, and the app or a page of the account asks for another login. */
  readonly isRepeated?: boolean | undefined
  /** Leads to the accounts that are logged in in this browser. */
  readonly switchHref?: string | undefined
  /** What was typed before, or is probably to be typed. */
  readonly username?: string | undefined
  /** Whether the page that the form came from was from before another login or logout, so that nothing was checked. */
  readonly isOutdated?: boolean | undefined
  /** Whether the second step of the login took too long. */
  readonly isLate?: boolean | undefined
  /** Whether the username or password was wrong. */
  readonly isRefused?: boolean | undefined
  /** Why a passkey was not accepted. */
  readonly passkeyFailure?: 'refused' | 'expired' | undefined
  /** How long nobody may try again, in seconds. */
  readonly retryAfterSeconds?: number | undefined
  /** Whether the provider of an e-mail address may ask for the password, so that the field here may stay empty. */
  readonly hasHomes?: boolean | undefined
  /** Whether the user's e-mail address is accepted in place of the username. */
  readonly acceptsEmail?: boolean | undefined
  /** Ways to log in other than a password. */
  readonly ways?: ShownWays | undefined
}

const errorId = 'login-error'
const noWays: ShownWays = { providers: [] }

/** Shows the form with `username` and `password`; what must be filled in takes the focus, or the notice that one must wait. */
export const loginPage = (props: LoginPage): string => {
  const { chrome, action, csrfToken, client, username, ways = noWays } = props
  const { login, password } = chrome.words
  const toApp = props.isRepeated === true ? login.againToApp : login.toApp
  const waits = props.retryAfterSeconds !== undefined
  const isRefused = props.isRefused === true && !waits
  // A user who only has to wait typed nothing wrong.
  const fieldsError = isRefused ? errorId : undefined
  const known = username !== undefined && username !== ''
  const toOwn = ownTitle(props)
  const title = client === undefined ? toOwn : toApp(visible(client.name))
  const failed = waits ? login.waitTitle : login.refusedTitle
  return page({
    ...chrome,
    // During an app's request the login's button must be the first submit button: the header's logout would come before it.
    ...(client === undefined ? {} : { account: undefined }),
    title: waits || isRefused ? `${failed} · ${title}` : title,
    script: joinScripts(showPassword, submitOnce, ...(ways.passkey === undefined ? [] : [ways.passkey.script])),
    body: questionCard(html`
<div class="asker centred">${client !== undefined && clientMark(client)}<h1>${client === undefined ? toOwn : phrase((mark) => toApp(mark(theirs(client.name))))}</h1></div>
${client !== undefined && html`<p class="quiet-text centred">${props.isRepeated === true ? login.again : login.privacy}</p>`}
${client === undefined && props.isForAccount === true && props.isRepeated === true && html`<p class="quiet-text centred">${login.confirmText}</p>`}
${props.isOutdated === true && notice({ tone: 'info', title: login.outdated, text: login.outdatedText })}
${props.isLate === true && notice({ tone: 'info', title: chrome.words.secondStep.tooLate, text: chrome.words.secondStep.tooLateText })}
${(waits || isRefused) && failure(props)}
${props.passkeyFailure !== undefined && passkeyNotice(props.passkeyFailure, chrome.words)}
${form({
  action,
  csrfToken,
  className: 'stack-wide',
  content: html`${textField({
    name: 'username',
    label: props.acceptsEmail === true ? login.usernameOrEmail : login.username,
    value: username,
    // With `webauthn`, browsers offer the passkeys of the user in the field.
    autocomplete: ways.passkey === undefined ? 'username' : 'username webauthn',
    autofocus: !waits && !known,
    errorId: fieldsError,
  })}
${passwordField(
  {
    name: 'password',
    label: login.password,
    autocomplete: 'current-password',
    isOptional: props.hasHomes,
    autofocus: !waits && known,
    errorId: fieldsError,
  },
  password,
)}
${recoverLink(ways, chrome.words)}
<div class="actions">${button({ label: login.logIn })}${props.switchHref !== undefined && linkButton(props.switchHref, chrome.words.chooser.back, 'secondary')}</div>`,
})}
${otherWays(ways, chrome.words)}
${client !== undefined && clientLinks(client, chrome.words)}`),
  })
}

const ownTitle = ({ chrome: { words }, isForAccount, isRepeated }: LoginPage): string => {
  const { toKeys, toAccount, confirm } = words.login
  if (isForAccount !== true) return toKeys
  return isRepeated === true ? confirm : toAccount
}

const failure = ({ chrome: { words }, retryAfterSeconds }: LoginPage): Html => {
  const { login, time } = words
  const shared = { tone: 'alert', id: errorId } as const
  if (retryAfterSeconds === undefined) return notice({ ...shared, title: login.refused, text: login.refusedText })
  const text = login.waitText(formatDuration(retryAfterSeconds, time))
  return notice({ ...shared, title: login.wait, text, autofocus: true })
}

const passkeyNotice = (failure: 'refused' | 'expired', { passkeys }: Words): Html =>
  failure === 'expired'
    ? notice({ tone: 'info', title: passkeys.expired, text: passkeys.expiredText })
    : notice({ tone: 'alert', title: passkeys.refused, text: passkeys.refusedText })
