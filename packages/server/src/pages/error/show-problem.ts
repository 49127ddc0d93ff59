import { isLoopback } from '@valetkey/protocol'
import type { PageProblem, Random } from '../../oauth/ports.ts'
import type { Reply } from '../../oauth/request.ts'
import type { Chrome } from '../../ui/layout.ts'
import type { Browser } from '../browser.ts'
import type { NoteProblem } from '../ports.ts'
import type { Render } from '../render.ts'
import { type DeveloperError, errorPage, type WayOn } from './page.ts'

const titles: Readonly<Record<number, string>> = {
  403: 'This form cannot be used',
  404: 'Page not found',
  405: 'Not supported',
  413: 'Request too large',
  429: 'Too many tries',
  500: 'Something went wrong',
  503: 'Please try again in a moment',
}

/** A problem of a page of ours: a title of its own where its status alone would blame the app, what to do, and who sees it. */
export type TitledProblem = PageProblem & {
  readonly title?: string | undefined
  readonly advice?: string | undefined
  /** Where to go on; by default the start page, or the keys of who is logged in. */
  readonly waysOn?: readonly WayOn[] | undefined
  readonly browser?: Browser | undefined
}

export interface ProblemOptions {
  readonly issuer: string
  readonly render: Render
  readonly random: Random
  readonly noteProblem: NoteProblem
}

/** Shows a problem: a plain sentence, a code and a way on, and the facts for the app's developer. */
export function showProblem(
  problem: TitledProblem,
  { issuer, render, random, noteProblem }: ProblemOptions,
  address?: string,
): Reply {
  const { status, code, description, clause } = problem
  const errorId = random(6)
  noteProblem({ errorId, code, description, address })
  const title = problem.title ?? titles[status]
  const ofApp = title === undefined
  // A form from elsewhere comes without cookies: those that the browser has must stay as they are.
  const browser = problem.browser?.session && problem.browser
  return render({ status, browser }, (chrome) =>
    errorPage({
      chrome,
      title: title ?? 'This app made a mistake',
      message: ofApp ? 'No response was sent to it, and nothing of yours was shared.' : toSentence(description),
      advice: ofApp
        ? 'Go back to the app and try again. If this happens again, contact the people who run the app.'
        : problem.advice,
      waysOn: ofApp ? [] : (problem.waysOn ?? [wayOn(chrome)]),
      errorId: status === 404 ? undefined : errorId,
      developer: ofApp ? { error: code, description, clause, ...compare(problem, issuer) } : undefined,
    }),
  )
}

/** What a client has registered is shown to its developer, at an issuer on this computer, and to nobody who only guesses its id. */
function compare({ received, registered }: PageProblem, issuer: string): Partial<DeveloperError> {
  if (received === undefined || registered === undefined) return { received }
  if (isLoopback(issuer)) return { comparison: { name: 'redirect_uri', received, registered } }
  return { received, fix: 'Compare it with the redirect URIs that the client is registered with.' }
}

function wayOn({ account, keysHref, homeHref = '/' }: Chrome): WayOn {
  return account !== undefined && keysHref !== undefined
    ? { href: keysHref, label: 'Go to my keys' }
    : { href: homeHref, label: 'Go to the start page' }
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
