import { type Html, html } from './html.ts'
import { visible } from './visible.ts'

const hues = 6

/** Shows the first letter of a name on a tile whose colour stays with the name; for the eye only, so write the name next to it. */
export const monogram = (name: string, of: 'app' | 'person' = 'app'): Html => {
  const seen = visible(name)
  const letter = [...seen].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? '?'
  return html`<span class="monogram ${of === 'person' ? 'person' : `hue-${hue(seen)}`}" aria-hidden="true">${letter.toUpperCase()}</span>`
}

const hue = (text: string): number =>
  [...text].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973, 7) % hues
