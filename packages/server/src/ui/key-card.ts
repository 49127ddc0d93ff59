import { type Html, html, type Renderable } from './html.ts'

/** Builds the card for a single question or message; `below` follows its face. */
export const questionCard = (face: Renderable, below?: Renderable): Html => html`<div class="question-card">
<div class="question-card-face">${face}</div>
${below}
</div>`

/** Builds a further section of the card's face, for a form that begins there. */
export const questionCardSection = (content: Renderable): Html =>
  html`<div class="question-card-section">${content}</div>`

/** Builds the last part of the card: the decision. */
export const questionCardDecision = (content: Renderable): Html =>
  html`<div class="question-card-decision">${content}</div>`

/** A key in the user's list: its client and facts on the left, its rights and actions on the right. */
export type KeyCard = {
  readonly id: string
  readonly heading: Renderable
  readonly facts: Renderable
  readonly content: Renderable
  /** Below the facts. */
  readonly links?: Renderable
}

export const keyCard = ({ id, heading, facts, content, links }: KeyCard): Html =>
  html`<article class="key-card" aria-labelledby="${id}">
<div class="key-side"><h2 id="${id}">${heading}</h2>${facts}${links}</div>
<div class="key-body">${content}</div>
</article>`
