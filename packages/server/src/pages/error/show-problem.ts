import { isLoopback } from '@valetkey/protocol'
import type { PageProblem, Random } from '../../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Chrome } from '../../ui/layout.ts'
import type { Words } from '../../ui/words/en.ts'
import type { Browser } from '../browser.ts'
import type { NoteProblem } from '../ports.ts'
import type { Render } from '../render.ts'
import { type DeveloperError, errorPage } from './page.ts'

type Write = (words: Words) => string

/** A problem of one of the server's pages: a title if the status alone would blame the app, advice, and the browser. */
export type TitledProblem = PageProblem & {
  readonly title?: Write | undefined
  /** The problem for the user; by default it follows from the status or the description. */
  readonly text?: Write | undefined
  readonly advice?: Write | undefined
  /** Where to go on; by default the start page, or the keys of the user who is logged in. */
  readonly waysOn?: readonly { readonly href: string; readonly label: Write }[] | undefined
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
  request: OAuthRequest,
  problem: TitledProblem,
  { issuer, render, random, noteProblem }: ProblemOptions,
  address?: string,
): Reply {
  const { status, code, description, clause } = problem
  const errorId = random(6)
  noteProblem({ errorId, code, description, address })
  // A form from elsewhere comes without cookies: those that the browser has must stay as they are.
  const browser = problem.browser?.session && problem.browser
  return render(request, { status, browser }, (chrome) => {
    const { words } = chrome
    const titles: ByStatus = words.problem.titles
    const texts: ByStatus = words.problem.texts
    const title = problem.title?.(words) ?? titles[status]
    const shared = { chrome, errorId: status === 404 ? undefined : errorId }
    if (title === undefined) {
      return errorPage({
        ...shared,
        title: words.problem.ofApp,
        message: words.problem.ofAppText,
        advice: words.problem.ofAppAdvice,
        developer: { error: code, description, clause, ...compare(problem, issuer, words) },
      })
    }
    return errorPage({
      ...shared,
      title,
      message: problem.text?.(words) ?? texts[status] ?? toSentence(description),
      advice: problem.advice?.(words),
      waysOn: problem.waysOn?.map(({ href, label }) => ({ href, label: label(words) })) ?? [wayOn(chrome)],
    })
  })
}

type ByStatus = Readonly<Record<number, string | undefined>>

/** What a client has registered is shown to its developer, at an issuer on this computer, and to nobody who only guesses its id. */
function compare({ received, registered }: PageProblem, issuer: string, { developer }: Words): Partial<DeveloperError> {
  if (received === undefined || registered === undefined) return { received }
  if (isLoopback(issuer)) return { comparison: { name: 'redirect_uri', received, registered } }
  return { received, fix: developer.compare }
}

function wayOn({ account, keysHref, homeHref = '/', words: { problem } }: Chrome) {
  return account !== undefined && keysHref !== undefined
    ? { href: keysHref, label: problem.toKeys }
    : { href: homeHref, label: problem.toStart }
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
