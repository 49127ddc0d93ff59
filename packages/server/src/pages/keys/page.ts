import { type Html, html } from '../../ui/html.ts'
import { keyAndTag } from '../../ui/key-picture.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { localTimeWords } from '../../ui/time-words.ts'
import type { Words } from '../../ui/words/en.ts'
import { type KeyForms, type KeyView, keyOnBoard } from './card.ts'
import { type KeysOutcome, outcomeNotice, outcomeWords } from './notice.ts'

export type { KeyApiView, KeyRightView, KeyView } from './card.ts'
export type { KeysOutcome } from './notice.ts'

/** What the page of keys shows. */
export type KeysPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  readonly keys: readonly KeyView[]
  /** Where the form that changes a key posts `key`, the kept `scope` values and, when chosen, `ends`. */
  readonly changeAction: string
  /** Where the form that takes a key back posts `key`. */
  readonly takeBackAction: string
  /** Leads to the browsers in which the user is logged in. */
  readonly sessionsHref: string
  /** What was just done. */
  readonly outcome?: KeysOutcome | undefined
}

/** With more keys than this, what changes one is folded away: the page is to be seen at a glance. */
const mostUnfolded = 3

/** Shows the keys that a user gave to apps, each to be narrowed, shortened and revoked. */
export const keysPage = (props: KeysPage): string => {
  const { chrome, keys, sessionsHref, outcome } = props
  const { words } = chrome
  const toKey = (id: string) => {
    const place = keys.findIndex((key) => key.id === id)
    return place < 0 ? undefined : `#key-${place}`
  }
  const isFolded = keys.length > mostUnfolded
  const forms: KeyForms = { ...props, isFolded }
  const done = outcome && outcomeWords(outcome, toKey, words)
  return page({
    ...chrome,
    title: done === undefined ? words.keys.title : words.keys.titleAfter(done.pageTitle),
    width: 'wide',
    script: joinScripts(submitOnce, localTimes),
    scriptWords: localTimeWords(words.time),
    body: html`${done !== undefined && outcomeNotice(done)}
<div class="intro"><h1>${words.keys.title}</h1>
${keys.length > 0 && html`<p class="lead">${words.keys.lead}</p>`}</div>
${keys.length === 0 ? emptyBoard(words.keys) : html`<div class="board${isFolded && ' many'}">${keys.map((key, index) => keyOnBoard(forms, key, index))}</div>`}
<p class="way-on"><a href="${safeLink(sessionsHref)}">${words.sessions.title}</a></p>`,
  })
}

const emptyBoard = ({ none, noneText }: Words['keys']): Html => html`<div class="empty">${keyAndTag}
<h2>${none}</h2>
<p>${noneText}</p>
</div>`
