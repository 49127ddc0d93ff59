import { csrfField, hiddenField } from './fields.ts'
import { type Html, html, type Renderable } from './html.ts'
import { safeLink } from './link.ts'

/** A form: always `post`, always with a CSRF token. */
export type Form = {
  readonly action: string
  readonly csrfToken: string
  readonly content: Renderable
  /** Hidden fields; those without a value are left out. */
  readonly hidden?: Readonly<Record<string, string | undefined>> | undefined
  readonly id?: string | undefined
  readonly className?: string | undefined
}

export const form = ({ action, csrfToken, content, hidden = {}, id, className }: Form): Html =>
  html`<form method="post" action="${safeLink(action)}"${id !== undefined && html` id="${id}"`}${className !== undefined && html` class="${className}"`}>
${csrfField(csrfToken)}${Object.entries(hidden).map(([name, value]) => value !== undefined && hiddenField(name, value))}
${content}
</form>`
