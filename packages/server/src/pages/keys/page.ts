import { type Html, html } from '../../ui/html.ts'
import { keyAndTag } from '../../ui/key-picture.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { localTimeWords } from '../../ui/time-words.ts'
import type { Words } from '../../ui/words/en.ts'
import type { KeyForms, KeyView } from './card.ts'
import type { ListQuery } from './list-query.ts'
import { listTools, nothingFound, pageLinks } from './list-tools.ts'
import { type KeysOutcome, outcomeNotice, outcomeWords, tornTag, undoButton } from './notice.ts'
import { changeInPlace, keyRow } from './row.ts'

export type { KeyApiView, KeyRightView, KeyView } from './card.ts'
export type { KeysOutcome } from './notice.ts'

/** What the page of keys shows. */
export type KeysPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  /** The keys of this page of the list. */
  readonly keys: readonly KeyView[]
  /** How many there are in all, how many the search found, on how many pages, and how many were not used for long. */
  readonly counts: { readonly all: number; readonly found: number; readonly pages: number; readonly unused: number }
  readonly query: ListQuery
  /** The path of this page; that of a key follows it. */
  readonly keysPath: string
  /** Where the form that changes a key posts `key`, the kept `scope` values and, when chosen, `ends`. */
  readonly changeAction: string
  /** Where the form that takes a key back posts `key`. */
  readonly takeBackAction: string
  readonly undoAction: string
  /** Leads to the browsers in which the user is logged in. */
  readonly sessionsHref: string
  /** What was just done, and for how long it can be undone, in seconds. */
  readonly outcome?: KeysOutcome | undefined
  readonly undoSeconds?: number | undefined
}

/** With more keys than this, what changes one is on its own page only: the list is to be seen at a glance. */
const mostChangedInPlace = 3

/** Lists the keys that a user gave to apps, each with a page of its own. */
export const keysPage = (props: KeysPage): string => {
  const { chrome, keys, sessionsHref, outcome, counts, keysPath, query, csrfToken, undoAction, undoSeconds = 0 } = props
  const { words } = chrome
  const toKey = (id: string) => `${keysPath}/${id}`
  const isLong = counts.all > mostChangedInPlace
  const forms: KeyForms = { ...props, isOnKeyPage: false, isLong }
  const done = outcome && outcomeWords(outcome, toKey, words)
  const undo = outcome !== undefined && 'undo' in outcome ? outcome.undo : undefined
  const isRevoked = outcome?.done === 'taken-back' || outcome?.done === 'unused-taken-back'
  const undoForm =
    undo !== undefined && undoButton({ words, action: undoAction, csrfToken, undo, secondsLeft: undoSeconds })
  const tools = { words, path: keysPath, query, unusedHref: `${keysPath}/unused`, ...counts }
  return page({
    ...chrome,
    title: done === undefined ? words.keys.title : words.keys.titleAfter(done.pageTitle),
    width: 'wide',
    script: joinScripts(submitOnce, localTimes),
    scriptWords: localTimeWords(words.time),
    body: html`${done !== undefined && outcomeNotice(done, isRevoked && html`${tornTag}${undoForm}`)}
<div class="intro"><h1>${words.keys.title}</h1>
${counts.all > 0 && html`<p class="lead">${words.keys.lead}</p>`}
</div>
${listTools(tools)}
${counts.all === 0 ? emptyBoard(words.keys) : html`<div class="key-list">${keys.map((key, index) => keyRow(forms, key, index, !isLong && changeInPlace(forms, key, index, counts.all === 1)))}</div>`}
${counts.all > 0 && counts.found === 0 && nothingFound(tools)}
${pageLinks(tools)}
<p class="way-on"><a href="${safeLink(sessionsHref)}">${words.sessions.title}</a></p>`,
  })
}

const emptyBoard = ({ none, noneText }: Words['keys']): Html => html`<div class="empty">${keyAndTag}
<h2>${none}</h2>
<p>${noneText}</p>
</div>`
