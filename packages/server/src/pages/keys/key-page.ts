import { button, linkButton } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { html, theirs } from '../../ui/html.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { phrase } from '../../ui/phrase.ts'
import { joinScripts, localTimes, submitOnce } from '../../ui/scripts.ts'
import { time } from '../../ui/time.ts'
import { localTimeWords } from '../../ui/time-words.ts'
import { visible } from '../../ui/visible.ts'
import { clientMark } from '../client-view.ts'
import { type KeyForms, type KeyView, keyCardOf } from './card.ts'
import { type KeysOutcome, outcomeNotice, outcomeWords } from './notice.ts'

/** What the page of one key shows. */
export type KeyPage = Omit<KeyForms, 'chrome' | 'isOnKeyPage'> & {
  readonly chrome: Chrome
  readonly key: KeyView
  readonly outcome?: KeysOutcome | undefined
}

/** Shows one key: who has it, what it opens, and how to narrow, shorten and revoke it. */
export const keyPage = (props: KeyPage): string => {
  const { chrome, key, outcome, keysPath } = props
  const { words } = chrome
  const done = outcome && outcomeWords(outcome, () => undefined, words)
  const title = words.keyPage.title(visible(key.client.name))
  return page({
    ...chrome,
    title: done === undefined ? title : `${done.pageTitle} · ${title}`,
    width: 'wide',
    script: joinScripts(submitOnce, localTimes),
    scriptWords: localTimeWords(words.time),
    body: html`${done !== undefined && outcomeNotice(done)}
<div class="intro"><p class="key-back"><a href="${safeLink(keysPath)}">${words.keyPage.back}</a></p>
<h1>${phrase((mark) => words.keyPage.title(mark(theirs(key.client.name))))}</h1></div>
${keyCardOf({ ...props, isOnKeyPage: true }, key, 0)}`,
  })
}

/** What the page before the revocation of unused keys shows. */
export type UnusedPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  readonly keys: readonly Pick<KeyView, 'id' | 'client' | 'givenAt' | 'lastUsedAt'>[]
  /** All of them; the page lists the first ones. */
  readonly all: number
  readonly action: string
  readonly keysPath: string
  /** Sealed: the moment since which they were not used. */
  readonly before: string
}

/** Lists the keys that were not used for long, before they are revoked together. */
export const unusedPage = ({ chrome, csrfToken, now, keys, all, action, keysPath, before }: UnusedPage): string => {
  const { unusedKeys, keys: words, time: times } = chrome.words
  const list = html`<ul class="rows unused">${keys.map(
    ({ id, client, givenAt, lastUsedAt }) =>
      html`<li>${clientMark(client)}<p><a href="${safeLink(`${keysPath}/${id}`)}">${theirs(client.name)}</a><br><span class="quiet-text">${lastUsedAt === undefined ? html`${words.given} ${time(givenAt, now, times)}` : html`${words.lastUsed} ${time(lastUsedAt, now, times)}`}</span></p></li>`,
  )}</ul>
${all > keys.length && html`<p class="quiet-text">${unusedKeys.more(all - keys.length)}</p>`}
${form({
  action,
  csrfToken,
  hidden: { before },
  content: html`<div class="actions">${button({ label: unusedKeys.takeBack(all), weight: 'alert' })}${linkButton(keysPath, unusedKeys.keep, 'secondary')}</div>`,
})}`
  return page({
    ...chrome,
    title: unusedKeys.title,
    width: 'medium',
    script: joinScripts(submitOnce, localTimes),
    scriptWords: localTimeWords(times),
    body: html`<div class="intro"><p class="key-back"><a href="${safeLink(keysPath)}">${chrome.words.keyPage.back}</a></p>
<h1>${unusedKeys.title}</h1><p class="lead">${all === 0 ? unusedKeys.none : unusedKeys.lead}</p></div>
${all > 0 && html`<div class="stack-wide">${list}</div>`}`,
  })
}
