/** Markup that is safe to send: all text in it is escaped. */
export interface Html {
  readonly markup: string
}

/** A value in a template: text is escaped, markup is not, lists are joined, false is empty. */
export type Part = Html | string | number | false | undefined | readonly Part[]

/** Builds markup from a template, escaping all text values. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((markup, string, i) => markup + render(parts[i - 1]) + string) }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => entities[character] ?? '')
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(render).join('')
}
