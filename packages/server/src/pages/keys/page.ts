import { html } from '../../ui/html.ts'
import { keyAndTag } from '../../ui/key-picture.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { type KeyForms, type KeyView, keyOnBoard } from './card.ts'
import { type KeysOutcome, outcomeNotice, outcomeWords } from './notice.ts'
import { type SessionView, sessionList } from './sessions.ts'

export type { KeyApiView, KeyRightView, KeyView } from './card.ts'
export type { KeysOutcome } from './notice.ts'
export type { SessionView } from './sessions.ts'

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
  /** Where "Log out everywhere else" posts. */
  readonly endOthersAction: string
  /** What was just done. */
  readonly outcome?: KeysOutcome | undefined
}

/** With more keys than this, what changes one is folded away: the page is to be seen at a glance. */
const mostUnfolded = 3

/** Shows the keys that a person handed out, each to be narrowed, shortened and taken back. */
export const keysPage = (props: KeysPage): string => {
  const { chrome, keys, sessions, outcome } = props
  const toKey = (id: string) => {
    const place = keys.findIndex((key) => key.id === id)
    return place < 0 ? undefined : `#key-${place}`
  }
  const isFolded = keys.length > mostUnfolded
  const forms: KeyForms = { ...props, isFolded }
  const words = outcome && outcomeWords(outcome, toKey)
  return page({
    ...chrome,
    title: words === undefined ? 'My keys' : `${words.pageTitle} · My keys`,
    width: 'wide',
    script: joinScripts(submitOnce, localTimes),
    body: html`${words !== undefined && outcomeNotice(words)}
<div class="intro"><h1>My keys</h1>
${keys.length > 0 && html`<p class="lead">Each key lets one app use part of what is yours. Narrow it, shorten it, or take it back.</p>`}
${isFolded && sessions.length > 0 && html`<p><a href="#sessions">Where you are logged in</a></p>`}</div>
${keys.length === 0 ? emptyBoard : html`<div class="board${isFolded && ' many'}">${keys.map((key, index) => keyOnBoard(forms, key, index))}</div>`}
${sessions.length > 0 && sessionList(props)}`,
  })
}

const emptyBoard = html`<div class="empty">${keyAndTag}
<h2>No app has a key of yours</h2>
<p>When you allow an app to use something of yours, its key hangs here. You will see what it may do, when it was last used and when it ends, and you can take it back.</p>
</div>`
