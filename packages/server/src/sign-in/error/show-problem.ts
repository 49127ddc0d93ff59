import type { PageProblem } from '../../oauth/ports.ts'
import type { Reply } from '../../oauth/request.ts'
import type { PageContext } from '../options.ts'
import { errorPage } from './page.ts'

const titles: Readonly<Record<number, string>> = {
  403: 'This form cannot be used',
  404: 'There is nothing here',
  405: 'That is not possible here',
  413: 'That is too much',
  429: 'Too many tries',
  500: 'Something went wrong here',
  503: 'Please try again in a moment',
}

/** A problem with a title of its own, where its status alone would blame the app. */
export type TitledProblem = PageProblem & { readonly title?: string }

/** Shows a problem to whoever sees it: a plain sentence and a number, and the facts for the app's developer. */
export function showProblem(
  problem: TitledProblem,
  { render, random, noteProblem }: Pick<PageContext, 'render' | 'random' | 'noteProblem'>,
  address?: string,
): Reply {
  const { status, code, description, clause, received, registered } = problem
  const errorId = random(6)
  noteProblem({ errorId, code, description, address })
  const title = problem.title ?? titles[status]
  const ofApp = title === undefined
  return render({ status }, (chrome) =>
    errorPage({
      chrome,
      title: title ?? 'This app asked in a wrong way',
      message: ofApp
        ? 'The app that sent you here made a mistake, so nothing was sent back to it. Nothing of yours was shared.'
        : toSentence(description),
      advice: ofApp ? 'Go back to the app and try again. If it happens again, tell the people who run it.' : undefined,
      wayOn: status === 404 ? { href: chrome.homeHref ?? '/', label: 'Go to the first page' } : undefined,
      errorId,
      developer: ofApp
        ? {
            error: code,
            description,
            clause,
            ...(registered === undefined || received === undefined
              ? { received }
              : { comparison: { name: 'redirect_uri', received, registered } }),
          }
        : undefined,
    }),
  )
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
