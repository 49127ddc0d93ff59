import { readableOn } from './colours.ts'
import { type Html, html, render } from './html.ts'

const strokes = html`<g fill="none" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="11.5" cy="11.5" r="6"/><path d="m16 16 10.5 10.5M21 21l3-3M25 25l2.5-2.5"/></g>`

/** The small key, in the colour of the text around it; decorative, hidden from screen readers. */
export const keyMark: Html = html`<svg class="key-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" stroke="currentColor">${strokes}</svg>`

/** Draws the favicon, on the brand's colour if there is one: a complete SVG document, served as `image/svg+xml`. */
export const toIcon = (colour?: string): string => {
  const [ground, stroke] = colour === undefined ? ['#0f4f43', '#f0c56b'] : [colour, readableOn(colour)]
  return render(
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${ground}"/><g stroke="${stroke}" transform="translate(-.5 -.5)">${strokes}</g></svg>`,
  )
}
