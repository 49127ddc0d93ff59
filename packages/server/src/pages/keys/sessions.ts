import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { badge } from '../../ui/notices.ts'
import { exactTime, time } from '../../ui/time.ts'

/** One browser in which the person is logged in. */
export type SessionView = {
  readonly id: string
  readonly browser: string
  readonly loggedInAt: Date
  readonly lastSeenAt: Date
  /** The browser that shows this page. */
  readonly current: boolean
}

/** What the list of sessions needs from the page. */
export type SessionForms = {
  readonly csrfToken: string
  readonly now: Date
  readonly sessions: readonly SessionView[]
  readonly endSessionAction: string
  readonly endOthersAction: string
}

/** Lists where a person is logged in, each to be logged out. */
export const sessionList = (props: SessionForms): Html => html`<section aria-labelledby="sessions">
<h2 class="section-title" id="sessions">Where you are logged in</h2>
<p class="quiet-text">If you do not know one of these, log it out.</p>
<ul class="rows sessions">${props.sessions.map((session) => sessionRow(props, session))}</ul>
${props.sessions.filter(({ current }) => !current).length > 1 && everywhereElse(props)}
</section>`

const sessionRow = ({ csrfToken, now, endSessionAction }: SessionForms, session: SessionView): Html => html`<li>
<p><strong>${theirs(session.browser)}</strong> ${session.current && badge('this browser')}<br><span class="quiet-text">Logged in ${exactTime(session.loggedInAt)} · last seen ${time(session.lastSeenAt, now)}</span></p>
${form({
  action: endSessionAction,
  csrfToken,
  hidden: { session: session.id },
  content: button({
    label: session.current ? 'Log out here' : 'Log out there',
    weight: 'secondary',
    about: html`${theirs(session.browser)}, logged in ${exactTime(session.loggedInAt)}`,
  }),
})}
</li>`

const everywhereElse = ({ csrfToken, endOthersAction }: SessionForms): Html =>
  form({
    action: endOthersAction,
    csrfToken,
    className: 'everywhere-else',
    content: button({ label: 'Log out everywhere else', weight: 'secondary' }),
  })
