import { type Html, html, type Renderable } from './html.ts'
import { safeLink } from './link.ts'

/** A button: its label, its emphasis and the value that it sends. */
export type Button = {
  readonly label: Renderable
  readonly weight?: 'primary' | 'secondary' | 'alert' | 'quiet' | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  /** Read out after the label, where several buttons have the same label. */
  readonly about?: Renderable
  /** If scripts run, ignores clicks for a moment after the page got the focus. */
  readonly isGuarded?: boolean | undefined
}

/** Builds a button that submits its form. */
export const button = ({ label, weight = 'primary', name, value, about, isGuarded }: Button): Html =>
  html`<button class="button ${weight}" type="submit"${name !== undefined && html` name="${name}" value="${value ?? ''}"`}${isGuarded === true && html` data-guarded`}>${text(label)}${about !== undefined && html`<span class="unseen"> ${about}</span>`}</button>`

/** Builds a link that looks like a button, for going somewhere without changing anything. */
export const linkButton = (
  href: string,
  label: Renderable,
  weight: 'primary' | 'secondary' | 'quiet' = 'primary',
): Html => html`<a class="button ${weight}" href="${safeLink(href)}">${text(label)}</a>`

/** A button lays out its parts in a row, and a phrase of several would lose its spaces: it becomes one part. */
const text = (label: Renderable): Renderable => (typeof label === 'string' ? label : html`<span>${label}</span>`)
