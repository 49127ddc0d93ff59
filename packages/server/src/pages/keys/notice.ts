import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { safeLink } from '../../ui/link.ts'
import { notice } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { formatDuration } from '../../ui/time-words.ts'
import type { Words } from '../../ui/words/en.ts'
import { apiName } from '../rights-view.ts'

/** What was just done to the keys. */
export type KeysOutcome =
  | {
      readonly done: 'taken-back'
      readonly clientName: string
      /** How many keys the same app still has. */
      readonly otherKeys: number
      /** APIs that notice only after some seconds (those that take JWTs); without a name it is the user's identity. */
      readonly lateApis: readonly { readonly name?: string | undefined; readonly seconds: number }[]
      /** What undoes it, sealed. */
      readonly undo?: string | undefined
    }
  | { readonly done: 'unused-taken-back'; readonly keys: number; readonly undo?: string | undefined }
  | { readonly done: 'restored'; readonly keyId: string; readonly clientName: string }
  | { readonly done: 'all-restored'; readonly keys: number }
  | {
      readonly done: 'changed'
      readonly keyId: string
      readonly clientName: string
      /** Whether it lost a right. */
      readonly isNarrower: boolean
      /** Seconds until its new end, if it has one. */
      readonly endsIn?: number | undefined
    }
  | { readonly done: 'unchanged'; readonly keyId: string; readonly clientName: string }
  | { readonly done: 'nothing'; readonly why: keyof Words['outcomes']['nothingBecause'] }

/** The words for an outcome, in the page's title and in the notice. */
export type OutcomeWords = Pick<Parameters<typeof notice>[0], 'tone' | 'text'> & {
  readonly pageTitle: string
  readonly title: string | Html
}

/** Says what was done, in the element `result`, which takes the focus so that it is read out. */
export const outcomeNotice = ({ tone, title, text }: OutcomeWords, below?: Html | false): Html =>
  notice({ id: 'result', autofocus: true, tone, title, text, below })

/** What the button that undoes a revocation needs. */
export type UndoForm = {
  readonly words: Words
  readonly action: string
  readonly csrfToken: string
  /** Sealed. */
  readonly undo: string
  readonly secondsLeft: number
}

/** A tag whose stub tears off: for the eye only. */
export const tornTag: Html = html`<div class="torn" aria-hidden="true"><span class="torn-tag"></span><span class="torn-stub"></span></div>`

/** The button that undoes a revocation; it disappears with the time to do so. */
export const undoButton = ({
  words: { outcomes, time },
  action,
  csrfToken,
  undo,
  secondsLeft,
}: UndoForm): Html | false =>
  secondsLeft > 0 &&
  html`<div class="undo">${form({
    action,
    csrfToken,
    hidden: { undo },
    content: html`${button({ label: outcomes.undo, weight: 'secondary' })} <span class="quiet-text">${outcomes.undoFor(formatDuration(secondsLeft, time))}</span>`,
  })}</div>`

/** Finds the words for an action; `toKey` returns the link to a key on the page. */
export const outcomeWords = (
  outcome: KeysOutcome,
  toKey: (id: string) => string | undefined,
  { outcomes, rights, time }: Words,
): OutcomeWords => {
  switch (outcome.done) {
    case 'taken-back': {
      const { clientName, otherKeys, lateApis } = outcome
      const app = theirs(clientName)
      const left = otherKeys === 0 ? outcomes.noKeyLeft : phrase((mark) => outcomes.keysLeft(mark(app), otherKeys))
      const late = lateApis.map((api) => {
        const name = apiName({ name: api.name }, rights)
        return phrase((mark) => outcomes.late(mark(theirs(name)), formatDuration(api.seconds, time)))
      })
      return {
        tone: 'success',
        pageTitle: outcomes.takenBack,
        title: phrase((mark) => outcomes.takenBackFrom(mark(app))),
        text: html`${[left, ...late].map((sentence) => html`${sentence} `)}`,
      }
    }
    case 'unused-taken-back':
      return {
        tone: 'success',
        pageTitle: outcomes.unusedTakenBack,
        title: outcomes.unusedTakenBackTitle(outcome.keys),
        text: outcomes.noKeyLeftOfThese,
      }
    case 'restored':
      return {
        tone: 'success',
        pageTitle: outcomes.restored,
        title: phrase((mark) => outcomes.restoredTo(mark(theirs(outcome.clientName)))),
        text: html`${outcomes.restoredText} ${showKey(toKey(outcome.keyId), outcomes.show)}`,
      }
    case 'all-restored':
      return {
        tone: 'success',
        pageTitle: outcomes.allRestored,
        title: outcomes.allRestoredTitle(outcome.keys),
        text: outcomes.allRestoredText,
      }
    case 'changed': {
      const { isNarrower, endsIn } = outcome
      const end = endsIn === undefined ? undefined : formatDuration(endsIn, time)
      const narrowed = end === undefined ? outcomes.narrowed : outcomes.narrowedUntil(end)
      const changed = isNarrower ? narrowed : end !== undefined && outcomes.until(end)
      return {
        tone: 'success',
        pageTitle: outcomes.changed,
        title: phrase((mark) => outcomes.changedOf(mark(theirs(outcome.clientName)))),
        text: html`${changed} ${showKey(toKey(outcome.keyId), outcomes.show)}`,
      }
    }
    case 'unchanged':
      return {
        tone: 'info',
        pageTitle: outcomes.unchanged,
        title: phrase((mark) => outcomes.unchangedOf(mark(theirs(outcome.clientName)))),
        text: html`${outcomes.unchangedText} ${showKey(toKey(outcome.keyId), outcomes.show)}`,
      }
    case 'nothing':
      return {
        tone: 'warning',
        pageTitle: outcomes.nothing,
        title: outcomes.nothingTitle,
        text: outcomes.nothingBecause[outcome.why],
      }
  }
}

const showKey = (href: string | undefined, label: string): Html | false =>
  href !== undefined && html`<a href="${safeLink(href)}">${label}</a>`
