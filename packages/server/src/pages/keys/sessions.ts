import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { badge } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { exactTime, time } from '../../ui/time.ts'
import { type BrowserName, writeBrowserName } from './browser-name.ts'

/** One browser in which the user is logged in. */
export type SessionView = {
  readonly id: string
  readonly browser: BrowserName
  readonly loggedInAt: Date
  readonly lastSeenAt: Date
  /** The browser that shows this page. */
  readonly current: boolean
}

/** What the list of sessions needs from the page. */
export type SessionForms = {
  readonly chrome: Pick<Chrome, 'words'>
  readonly csrfToken: string
  readonly now: Date
  readonly sessions: readonly SessionView[]
  readonly endSessionAction: string
  readonly endOthersAction: string
}

/** Lists the browsers in which the user is logged in, with a button to log out each. */
export const sessionList = (props: SessionForms): Html => {
  const { sessions } = props.chrome.words
  return html`<section aria-labelledby="sessions">
<h2 class="section-title" id="sessions">${sessions.title}</h2>
<p class="quiet-text">${sessions.text}</p>
<ul class="rows sessions">${props.sessions.map((session) => sessionRow(props, session))}</ul>
${props.sessions.filter(({ current }) => !current).length > 1 && everywhereElse(props)}
</section>`
}

const sessionRow = ({ chrome, csrfToken, now, endSessionAction }: SessionForms, session: SessionView): Html => {
  const { sessions: words, time: timeWords } = chrome.words
  const browser = theirs(writeBrowserName(session.browser, words))
  const login = exactTime(session.loggedInAt, timeWords)
  const last = time(session.lastSeenAt, now, timeWords)
  return html`<li>
<p><strong>${browser}</strong> ${session.current && badge(words.thisBrowser)}<br><span class="quiet-text">${phrase((mark) => words.seen(mark(login), mark(last)))}</span></p>
${form({
  action: endSessionAction,
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

const everywhereElse = ({ chrome, csrfToken, endOthersAction }: SessionForms): Html =>
  form({
    action: endOthersAction,
    csrfToken,
    className: 'everywhere-else',
    content: button({ label: chrome.words.sessions.logOutEverywhereElse, weight: 'secondary' }),
  })
