/** A control of a form: an input or a button. */
export interface Field {
  readonly type: string
  readonly name: string
  readonly value: string
}

/** The parts of a form that are needed to submit it. */
export interface Form {
  /** As written; empty when the form posts to its own page. */
  readonly action: string
  readonly method: string
  readonly fields: readonly Field[]
}

/** Finds the forms of an HTML page with their inputs and buttons. */
export function readForms(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', content = '']) => {
    const { action = '', method = 'get' } = attributes(tag)
    const fields = [...content.matchAll(/<(input|button)\b([^>]*)>/gi)].flatMap(
      ([, element = '', rest = '']): Field[] => {
        const { type, name = '', value = '', disabled } = attributes(rest)
        const fallback = element.toLowerCase() === 'button' ? 'submit' : 'text'
        return disabled === undefined ? [{ type: (type ?? fallback).toLowerCase(), name, value }] : []
      },
    )
    return { action, method: method.toLowerCase(), fields }
  })
}

function attributes(tag: string): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {}
  for (const [, name = '', double, single, bare] of tag.matchAll(
    /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g,
  )) {
    found[name.toLowerCase()] = decodeEntities(double ?? single ?? bare ?? '')
  }
  return found
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
