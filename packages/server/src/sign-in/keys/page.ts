import { keyAndTag } from '../../ui/art.ts'
import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { badge } from '../../ui/notices.ts'
import { submitOnce } from '../../ui/scripts.ts'
import { time } from '../../ui/time.ts'
import { type KeyView, keyOnBoard } from './card.ts'
import { type KeysOutcome, outcomeNotice } from './outcome.ts'

export type { KeyApiView, KeyRightView, KeyView } from './card.ts'
export type { KeysOutcome } from './outcome.ts'

/** One browser in which the person is logged in. */
export type SessionView = {
  readonly id: string
  readonly browser: string
  readonly lastSeenAt: Date
  /** The browser that shows this page. */
  readonly current: boolean
}

/** What the page "My keys" shows. */
export type KeysPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  readonly keys: readonly KeyView[]
  /** Where "Save changes" posts `key`, the kept `scope` values and, when chosen, `ends`. */
  readonly changeAction: string
  /** Where "Take this key back" posts `key`. */
  readonly takeBackAction: string
  readonly sessions: readonly SessionView[]
  /** Where "Log out there" posts `session`. */
  readonly endSessionAction: string
  /** What was just done. */
  readonly outcome?: KeysOutcome | undefined
}

/** Shows the keys that a person handed out, each to be narrowed, shortened and taken back. */
export const keysPage = (props: KeysPage): string => {
  const { chrome, keys, sessions, outcome } = props
  return page({
    ...chrome,
    title: 'My keys',
    width: 'wide',
    script: submitOnce,
    body: html`${outcome !== undefined && outcomeNotice(outcome)}
<div class="intro"><h1>My keys</h1>
${keys.length > 0 && html`<p class="lead">Each key lets one app use part of what is yours. Narrow it, shorten it, or take it back.</p>`}</div>
${keys.length === 0 ? emptyBoard : html`<div class="board">${keys.map((key, index) => keyOnBoard(props, key, index))}</div>`}
${sessions.length > 0 && sessionList(props)}`,
  })
}

const emptyBoard = html`<div class="empty">${keyAndTag}
<h2>No app has a key of yours</h2>
<p>When you allow an app to use something of yours, its key hangs here. You will see what it may do, when it was last used and when it ends, and you can take it back.</p>
</div>`

const sessionList = (props: KeysPage): Html => html`<section aria-labelledby="sessions">
<h2 class="section-title" id="sessions">Where you are logged in</h2>
<p class="quiet-text">If you do not know one of these, log it out.</p>
<ul class="rows sessions">${props.sessions.map((session) => sessionRow(props, session))}</ul>
</section>`

const sessionRow = ({ csrfToken, now, endSessionAction }: KeysPage, session: SessionView): Html => html`<li>
<p><strong>${theirs(session.browser)}</strong> ${session.current && badge('this browser')}<br><span class="quiet-text">Last seen ${time(session.lastSeenAt, now)}</span></p>
${form({
  action: endSessionAction,
  csrfToken,
  hidden: { session: session.id },
  content: button({
    label: session.current ? 'Log out here' : 'Log out there',
    weight: 'secondary',
    about: theirs(session.browser),
  }),
})}
</li>`
