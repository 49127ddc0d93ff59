import { type Html, html, theirs } from '../../ui/html.ts'
import { notice } from '../../ui/notices.ts'
import { count, formatDuration } from '../../ui/words.ts'

/** What was just done to the keys or sessions. */
export type KeysOutcome =
  | {
      readonly done: 'taken-back'
      readonly clientName: string
      /** How many keys the same app still has. */
      readonly otherKeys: number
      /** APIs that feel it only after a while, in seconds (those that take JWTs). */
      readonly lateApis: readonly { readonly name: string; readonly seconds: number }[]
    }
  | { readonly done: 'changed'; readonly clientName: string }
  | { readonly done: 'session-ended'; readonly browser: string }
  | { readonly done: 'nothing'; readonly message: string }

/** Says what was done, in the element `result`. */
export const outcomeNotice = (outcome: KeysOutcome): Html => notice({ id: 'result', ...words(outcome) })

const words = (outcome: KeysOutcome): Pick<Parameters<typeof notice>[0], 'tone' | 'title' | 'text'> => {
  switch (outcome.done) {
    case 'taken-back':
      return {
        tone: 'success',
        title: html`You took the key back from ${theirs(outcome.clientName)}.`,
        text: html`${outcome.otherKeys === 0 ? 'It can no longer use what is yours.' : html`This key opens nothing any more. ${theirs(outcome.clientName)} still has ${outcome.otherKeys === 1 ? 'another key' : count(outcome.otherKeys, 'other key')}, below.`} ${outcome.lateApis.map(({ name, seconds }) => html`${theirs(name)} notices in ${formatDuration(seconds)} at the latest. `)}`,
      }
    case 'changed':
      return {
        tone: 'success',
        title: html`You changed the key of ${theirs(outcome.clientName)}.`,
        text: 'It now opens only what you see below.',
      }
    case 'session-ended':
      return { tone: 'success', title: html`${theirs(outcome.browser)} is logged out.`, text: 'Keys stay as they are.' }
    case 'nothing':
      return { tone: 'warning', title: 'Nothing was changed.', text: theirs(outcome.message) }
  }
}
