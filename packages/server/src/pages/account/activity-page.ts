import { linkButton } from '../../ui/buttons.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import type { Words } from '../../ui/words/en.ts'
import { accountPage } from './frame.ts'

/** The events that users are shown, by the types of the audit log. */
export type ShownEvent = keyof Words['activity']['events']

export type EventView = {
  readonly type: ShownEvent
  readonly at: Date
  readonly app?: string | undefined
  readonly address?: string | undefined
}

export type ActivityPage = {
  readonly chrome: Chrome
  readonly now: Date
  readonly events: readonly EventView[]
  readonly olderHref?: string | undefined
  readonly newestHref?: string | undefined
}

/** Lists what happened with the account. */
export const activityPage = ({ chrome, now, events, olderHref, newestHref }: ActivityPage): string => {
  const { activity } = chrome.words
  return accountPage({
    chrome,
    at: 'activity',
    heading: activity.title,
    lead: activity.lead,
    body: html`${events.length === 0 ? html`<p class="quiet-text">${activity.none}</p>` : html`<ul class="rows events">${events.map((event) => row(event, now, chrome.words))}</ul>`}
${(olderHref !== undefined || newestHref !== undefined) && html`<div class="actions pager">${newestHref !== undefined && linkButton(newestHref, activity.newest, 'secondary')}${olderHref !== undefined && linkButton(olderHref, activity.older, 'secondary')}</div>`}`,
  })
}

const row = ({ type, at, app, address }: EventView, now: Date, { activity, time: timeWords }: Words): Html => {
  const name = app === undefined ? activity.anApp : theirs(app)
  const words = phrase((mark) => activity.events[type](mark(name)))
  return html`<li><p><strong>${words}</strong>${address !== undefined && html`<br><span class="quiet-text">${phrase((mark) => activity.from(mark(theirs(address))))}</span>`}</p><p class="quiet-text">${time(at, now, timeWords)}</p></li>`
}
