import { visible } from './visible.ts'

const markup: unique symbol = Symbol('html')

/** A piece of HTML that was written here or escaped; no string from outside can pretend to be one. */
export type Html = { readonly [markup]: string }

/** A value for a hole of the template: nothing, text, numbers, HTML, or lists of those. */
export type Renderable = Html | string | number | false | null | undefined | readonly Renderable[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for element content and for quoted attribute values alike. */
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

const renderHole = (value: Renderable): string => {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number') return String(value)
  if (isHtml(value)) return value[markup]
  return value.map(renderHole).join('')
}

const isHtml = (value: Html | readonly Renderable[]): value is Html => markup in value

/** Builds HTML from a template: the literal parts are kept as written, every hole is escaped unless it is `Html` already. */
export const html = (parts: TemplateStringsArray, ...holes: readonly Renderable[]): Html => {
  let text = parts[0] ?? ''
  holes.forEach((hole, index) => {
    text += renderHole(hole) + (parts[index + 1] ?? '')
  })
  return { [markup]: text }
}

/** Marks a trusted string as HTML without escaping; only the layout may use it, for our own scripts. */
export const raw = (trusted: string): Html => ({ [markup]: trusted })

/** Returns the finished text of a piece of HTML. */
export const render = (piece: Html): string => piece[markup]

/** Shows a string from outside, made visible, and isolated so that it cannot change the direction of the text around it. */
export const theirs = (text: string, limit?: number): Html => html`<bdi>${visible(text, limit) || '?'}</bdi>`
