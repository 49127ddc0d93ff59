/** Holds markup that is safe to send: whatever was put into it has been escaped. */
export interface Html {
  readonly markup: string
}

/** Names what may stand in a template: text is escaped, markup is not, lists are joined, false is nothing. */
export type Part = Html | string | number | false | undefined | readonly Part[]

/** Builds markup from a template, escaping every text put into it. */
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
