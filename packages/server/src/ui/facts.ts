import { type Html, html, type Renderable } from './html.ts'

export type Fact = readonly [name: Renderable, value: Renderable]

/** Builds a description list. */
export const facts = (list: readonly Fact[]): Html =>
  html`<dl class="facts">${list.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
