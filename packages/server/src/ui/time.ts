import { type Html, html } from './html.ts'
import { formatDate, formatInstant, formatTime } from './words.ts'

/** Shows an instant in plain words with the exact date for machines and on hover; no date is `never`, or the given word. */
export const time = (date: Date | null | undefined, now: Date, never = 'never'): Html => {
  if (date === null || date === undefined) return html`${never}`
  return html`<time datetime="${date.toISOString()}" title="${formatDate(date)}, ${formatTime(date)}">${formatInstant(date, now)}</time>`
}

/** Shows an instant to the minute, where plain words would make one of it and another. */
export const exactTime = (date: Date): Html =>
  html`<time datetime="${date.toISOString()}" data-exact>${formatDate(date)}, ${formatTime(date)}</time>`
