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
  | {
      readonly done: 'changed'
      readonly keyId: string
      readonly clientName: string
      /** Whether it lost a right. */
      readonly isNarrower: boolean
      /** Seconds until its new end, where it has one. */
      readonly endsIn?: number | undefined
    }
  | { readonly done: 'unchanged'; readonly keyId: string; readonly clientName: string }
  | { readonly done: 'session-ended'; readonly browser: string }
  | { readonly done: 'others-ended'; readonly sessions: number }
  | { readonly done: 'nothing'; readonly message: string }

/** What is said of an outcome: in the page's title, and in the notice. */
export type OutcomeWords = Pick<Parameters<typeof notice>[0], 'tone' | 'text'> & {
  readonly pageTitle: string
  readonly title: Html
}

/** Says what was done, in the element `result`, which takes the focus so that it is read out. */
export const outcomeNotice = ({ tone, title, text }: OutcomeWords): Html =>
  notice({ id: 'result', autofocus: true, tone, title, text })

/** Finds the words for what was done; `toKey` is where the key hangs on the page. */
export const outcomeWords = (outcome: KeysOutcome, toKey: (id: string) => string | undefined): OutcomeWords => {
  switch (outcome.done) {
    case 'taken-back':
      return {
        tone: 'success',
        pageTitle: 'Key taken back',
        title: html`You took the key back from ${theirs(outcome.clientName)}.`,
        text: html`${outcome.otherKeys === 0 ? 'It can no longer use what is yours.' : html`This key opens nothing any more. ${theirs(outcome.clientName)} still has ${outcome.otherKeys === 1 ? 'another key' : count(outcome.otherKeys, 'other key')}, below.`} ${outcome.lateApis.map(({ name, seconds }) => html`${theirs(name)} notices in ${formatDuration(seconds)} at the latest. `)}`,
      }
    case 'changed':
      return {
        tone: 'success',
        pageTitle: 'Key changed',
        title: html`You changed the key of ${theirs(outcome.clientName)}.`,
        text: html`${outcome.isNarrower && 'It now opens only what you see below. '}${outcome.endsIn !== undefined && `${outcome.isNarrower ? 'It' : 'It now'} ends in ${formatDuration(outcome.endsIn)}. `}${showKey(toKey(outcome.keyId))}`,
      }
    case 'unchanged':
      return {
        tone: 'info',
        pageTitle: 'Nothing changed',
        title: html`The key of ${theirs(outcome.clientName)} is as it was.`,
        text: html`You unticked nothing and chose no sooner end. ${showKey(toKey(outcome.keyId))}`,
      }
    case 'session-ended':
      return {
        tone: 'success',
        pageTitle: 'Logged out there',
        title: html`${theirs(outcome.browser)} is logged out.`,
        text: 'Keys stay as they are.',
      }
    case 'others-ended':
      return {
        tone: 'success',
        pageTitle: 'Logged out everywhere else',
        title: html`You are logged out everywhere else.`,
        text: html`${count(outcome.sessions, 'login')} ended. Keys stay as they are.`,
      }
    case 'nothing':
      return {
        tone: 'warning',
        pageTitle: 'Nothing changed',
        title: html`Nothing was changed.`,
        text: theirs(outcome.message),
      }
  }
}

const showKey = (href: string | undefined): Html | false =>
  href !== undefined && html`<a href="${href}">Show this key</a>`
