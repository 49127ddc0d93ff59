import { type Html, html, type Renderable } from './html.ts'

/** A name and what is to be said under it. */
export type Fact = readonly [name: Renderable, value: Renderable]

/** Builds a list of facts, each a name with its value. */
export const facts = (list: readonly Fact[]): Html =>
  html`<dl class="facts">${list.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
