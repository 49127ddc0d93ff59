import { type Html, html } from './html.ts'
import { formatExact, formatInstant } from './time-words.ts'
import type { Words } from './words/en.ts'

/** Shows an instant in plain words with the exact date for machines and on hover. */
export const time = (date: Date, now: Date, words: Words['time']): Html =>
  html`<time datetime="${date.toISOString()}" title="${formatExact(date, words)}">${formatInstant(date, now, words)}</time>`

/** Shows an instant to the minute, where plain words would be the same for two instants. */
export const exactTime = (date: Date, words: Words['time']): Html =>
  html`<time datetime="${date.toISOString()}" data-exact>${formatExact(date, words)}</time>`
