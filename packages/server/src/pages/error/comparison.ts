import { difference, differenceInWords, nearest } from '../../ui/difference.ts'
import { type Html, html } from '../../ui/html.ts'
import { revealed } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'

/** What an app sent, and what was registered for it. */
export type Comparison = {
  readonly name?: string | undefined
  readonly received: string
  readonly registered: readonly string[]
}

/** Shows both, with the first character at which they differ marked. */
export const comparisonTable = ({ name, ...all }: Comparison, words: Words['developer']): Html => {
  const { received, registered, more } = shorten(all)
  const closest = nearest(received, registered)
  return html`<table class="compare">
<caption class="unseen">${words.caption(revealed(name ?? words.value))}</caption>
<tbody>
<tr><th scope="row">${words.received}</th><td><code>${closest === undefined ? revealed(received) : parted(received, closest, words)}</code></td></tr>
${registered.map((one) => html`<tr><th scope="row">${words.registered}</th><td><code>${parted(one, received, words)}</code>${one === closest && html`<p class="differs">${differenceInWords(received, one, words)}</p>`}</td></tr>`)}
${more > 0 && html`<tr><th scope="row">${words.registered}</th><td>${words.more(more)}</td></tr>`}
${registered.length === 0 && html`<tr><th scope="row">${words.registered}</th><td>${words.nothing}</td></tr>`}
</tbody>
</table>`
}

/** How much is compared and shown: the sender of a bad request chooses its length. */
const [mostShown, longestShown] = [20, 1_000]

/** Shortens what is compared; of many registered values the nearest is among those that are left. */
const shorten = ({ received, registered }: Omit<Comparison, 'name'>) => {
  const sent = cut(received)
  const values = registered.slice(0, 100).map(cut)
  const closest = nearest(sent, values)
  const first = values.slice(0, mostShown)
  const shown = closest === undefined || first.includes(closest) ? first : [closest, ...first.slice(1)]
  return { received: sent, registered: shown, more: registered.length - shown.length }
}

const cut = (text: string): string => (text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`)

const parted = (text: string, other: string, words: Words['developer']): Html => {
  const { shared, received } = difference(text, other)
  const [first, ...rest] = [...received]
  if (first === undefined)
    return html`${revealed(shared)}${text !== other && html`<mark>⏎<span class="unseen"> ${words.endsHere}</span></mark>`}`
  return html`${revealed(shared)}<mark>${revealed(first)}</mark>${revealed(rest.join(''))}`
}
