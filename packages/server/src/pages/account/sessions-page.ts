import { button } from '../../ui/buttons.ts'
import { checkboxRow } from '../../ui/choices.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { badge, notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { exactTime, time } from '../../ui/time.ts'
import { type BrowserName, writeBrowserName } from '../browser-name.ts'
import { accountPage } from './frame.ts'

/** One browser in which the user is logged in. */
export type SessionView = {
  readonly id: string
  readonly browser: BrowserName
  readonly loggedInAt: Date
  readonly lastSeenAt: Date
  /** The network address of the last use. */
  readonly address?: string | undefined
  /** The browser that shows this page. */
  readonly current: boolean
}

/** What was just done to sessions. */
export type SessionsOutcome =
  | { readonly done: 'ended'; readonly browser: BrowserName }
  | { readonly done: 'others-ended'; readonly sessions: number; readonly keys?: number | undefined }
  | { readonly done: 'nothing' }

export type SessionsPage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly now: Date
  readonly sessions: readonly SessionView[]
  /** Where the form that logs one browser out posts `session`. */
  readonly endAction: string
  /** Where the form that logs all browsers out posts `decision` and, when ticked, `revoke`. */
  readonly endAllAction: string
  readonly outcome?: SessionsOutcome | undefined
}

/** Lists the browsers in which the user is logged in, with a button to log out each. */
export const sessionsPage = (props: SessionsPage): string => {
  const { chrome, sessions, outcome } = props
  const { sessions: words } = chrome.words
  return accountPage({
    chrome,
    at: 'sessions',
    heading: words.title,
    lead: words.lead,
    notice: outcome && showOutcome(outcome, chrome),
    body: html`<ul class="rows sessions">${sessions.map((session) => sessionRow(props, session))}</ul>
${everywhere(props)}`,
  })
}

const sessionRow = ({ chrome, csrfToken, now, endAction }: SessionsPage, session: SessionView): Html => {
  const { sessions: words, time: timeWords } = chrome.words
  const browser = theirs(writeBrowserName(session.browser, words))
  const login = exactTime(session.loggedInAt, timeWords)
  const last = time(session.lastSeenAt, now, timeWords)
  const { address } = session
  return html`<li>
<p><strong>${browser}</strong> ${session.current && badge(words.thisBrowser)}<br><span class="quiet-text">${phrase((mark) => words.seen(mark(login), mark(last)))}${address !== undefined && html`<br>${phrase((mark) => words.from(mark(theirs(address))))}`}</span></p>
${form({
  action: endAction,
  csrfToken,
  hidden: { session: session.id },
  content: button({
    label: session.current ? words.logOutHere : words.logOutThere,
    weight: 'secondary',
    about: phrase((mark) => words.logOutOf(mark(browser), mark(login))),
  }),
})}
</li>`
}

const everywhere = ({ chrome, csrfToken, endAllAction, sessions }: SessionsPage): Html => {
  const { sessions: words } = chrome.words
  const hasOthers = sessions.some(({ current }) => !current)
  return html`<section class="panel" aria-labelledby="everywhere">
<h2 id="everywhere">${words.everywhere}</h2>
<p class="quiet-text">${words.everywhereText}</p>
${form({
  action: endAllAction,
  csrfToken,
  className: 'stack-wide',
  content: html`<div class="rows">${checkboxRow({ id: 'revoke', name: 'revoke', value: 'yes', title: words.revoke, description: words.revokeText })}</div>
<div class="actions">${button({ label: words.all, weight: 'alert', name: 'decision', value: 'all' })}${hasOthers && button({ label: words.others, weight: 'secondary', name: 'decision', value: 'others' })}</div>`,
})}
</section>`
}

const showOutcome = (outcome: SessionsOutcome, { words }: Chrome) => {
  const { sessionOutcomes: said } = words
  const shown = (tone: 'success' | 'warning', pageTitle: string, title: string | Html, text: string) => ({
    pageTitle,
    content: notice({ id: 'result', autofocus: true, tone, title, text }),
  })
  switch (outcome.done) {
    case 'ended': {
      const browser = theirs(writeBrowserName(outcome.browser, words.sessions))
      return shown(
        'success',
        said.ended,
        phrase((mark) => said.endedOf(mark(browser))),
        said.keysStay,
      )
    }
    case 'others-ended': {
      const keys = outcome.keys === undefined ? said.keysStay : said.keysRevoked(outcome.keys)
      const text = `${said.othersEndedText(outcome.sessions)} ${keys}`
      return shown('success', said.othersEnded, said.othersEndedTitle, text)
    }
    case 'nothing':
      return shown('warning', said.nothing, said.nothingTitle, said.nothingText)
  }
}
