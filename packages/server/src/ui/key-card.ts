import { type Html, html, type Renderable } from './html.ts'

/** Builds the key tag, with its eyelet, on which a single question or answer is printed; what follows the face hangs below it. */
export const tag = (face: Renderable, below?: Renderable): Html => html`<div class="tag">
<div class="tag-face">${face}</div>
${below}
</div>`

/** Builds a further part of the tag's face, where a form begins only there. */
export const tagMiddle = (content: Renderable): Html => html`<div class="tag-middle">${content}</div>`

/** Builds the part of the tag that is torn off: the decision. */
export const tagStub = (content: Renderable): Html => html`<div class="tag-stub">${content}</div>`

/** A key as it hangs on the board: on the left whose it is and its facts, on the right what it opens and what can be done. */
export type KeyCard = {
  readonly id: string
  readonly heading: Renderable
  readonly facts: Renderable
  readonly content: Renderable
}

/** Builds the card of one key. */
export const keyCard = ({ id, heading, facts, content }: KeyCard): Html =>
  html`<article class="key-card" aria-labelledby="${id}">
<div class="key-side"><h2 id="${id}">${heading}</h2>${facts}</div>
<div class="key-body">${content}</div>
</article>`
