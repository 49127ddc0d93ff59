import { linkButton } from '../../ui/buttons.ts'
import { facts } from '../../ui/facts.ts'
import { type Html, html } from '../../ui/html.ts'
import { questionCard, questionCardDecision } from '../../ui/key-card.ts'
import { type Chrome, page } from '../../ui/layout.ts'
import { safeTarget } from '../../ui/link.ts'
import { phrase } from '../../ui/phrase.ts'
import { revealed, visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import { comparisonTable } from './comparison.ts'

/** What a developer sees after the plain sentence. */
export type DeveloperError = {
  /** The error code, such as `invalid_request`. */
  readonly error: string
  readonly description: string
  /** The clause that asks for it, such as `RFC 6749 §3.1.2.3`. */
  readonly clause?: string | undefined
  /** How to correct it, as a sentence. */
  readonly fix?: string | undefined
  /** The value that is wrong, if there is none to compare it with. */
  readonly received?: string | undefined
  readonly comparison?:
    | {
        /** What is compared, such as `redirect_uri`. */
        readonly name?: string | undefined
        readonly received: string
        readonly registered: readonly string[]
      }
    | undefined
}

/** A link to continue with. */
export type WayOn = { readonly href: string; readonly label: string }

/** An error page: a plain sentence for users, and facts for developers if there are any. */
export type ErrorPage = {
  readonly chrome: Chrome
  readonly title: string
  readonly message: string
  /** What the user can do now. */
  readonly advice?: string | undefined
  /** Where the user can go on, the best one first. */
  readonly waysOn?: readonly WayOn[] | undefined
  /** Finds this error in the log; left out if nobody needs help. */
  readonly errorId?: string | undefined
  readonly developer?: DeveloperError | undefined
}

/** Shows an error that cannot be sent back to an app, in the element `result` (RFC 6749 §4.1.2.1). */
export const errorPage = ({ chrome, title, message, advice, waysOn = [], errorId, developer }: ErrorPage): string =>
  page({
    ...chrome,
    title: revealed(title),
    width: developer === undefined ? 'narrow' : 'medium',
    body: questionCard(
      html`<div id="result" role="alert" class="${developer === undefined ? 'centred stack' : 'stack'}"><h1>${revealed(title)}</h1>
<p class="lead">${revealed(message)}</p>
${advice !== undefined && html`<p>${revealed(advice)}</p>`}</div>
${waysOn.length > 0 && html`<div class="actions way-on">${waysOn.map(({ href, label }) => linkButton(href, visible(label), 'secondary'))}</div>`}
${developer !== undefined && developerFacts(developer, chrome.words.developer)}`,
      errorId !== undefined &&
        questionCardDecision(
          html`<p class="quiet-text${developer === undefined && ' centred'}">${phrase((mark) => chrome.words.problem.code(mark(html`<code>${revealed(errorId)}</code>`)))}${help(chrome)}</p>`,
        ),
    ),
  })

const help = ({ links, words }: Chrome): Html | false =>
  links?.support !== undefined &&
  html` <a href="${safeTarget(links.support)}" target="_blank" rel="noopener noreferrer">${words.problem.help}</a>`

const developerFacts = (
  { error, description, clause, fix, received, comparison }: DeveloperError,
  words: Words['developer'],
): Html => html`<section class="developer" aria-labelledby="developer">
<h2 id="developer">${words.title}</h2>
${facts([
  [words.error, html`<code>${revealed(error)}</code>`],
  [words.wrong, revealed(description)],
  ...(received === undefined ? [] : [[words.received, html`<code>${revealed(shortened(received))}</code>`] as const]),
  ...(fix === undefined ? [] : [[words.fix, revealed(fix)] as const]),
  ...(clause === undefined ? [] : [[words.specification, revealed(clause)] as const]),
])}
${comparison !== undefined && comparisonTable(comparison, words)}
</section>`

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)
