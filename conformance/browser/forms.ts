/** A control of a form. */
export interface Field {
  readonly type: string
  readonly name: string
  readonly value: string
  readonly checked: boolean
}

/** A form of a page. */
export interface Form {
  /** As written; empty if the form posts to its own page. */
  readonly action: string
  readonly method: string
  readonly fields: readonly Field[]
}

/** What the values that a user enters; several for checkboxes; `undefined` leaves a field out. */
export type Values = Readonly<Record<string, string | readonly string[] | undefined>>

/** Finds the forms of an HTML page with their inputs and buttons. */
export function readForms(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', content = '']) => {
    const { action = '', method = 'get' } = readAttributes(tag)
    return { action, method: method.toLowerCase(), fields: [...content.matchAll(control)].flatMap(toField) }
  })
}

/** Finds the form that has a field of a name. */
export function findForm(html: string, name: string): Form | undefined {
  return readForms(html).find(({ fields }) => fields.some((field) => field.name === name))
}

/** Fills in a form as a browser would: its hidden, checked and selected fields, changed by `values`. */
export function fillForm(form: Form, values: Values): URLSearchParams {
  const filled = new URLSearchParams()
  for (const { type, name, value, checked } of form.fields) {
    if (name === '' || name in values) continue
    if (type === 'submit' || type === 'button') continue
    if ((type === 'checkbox' || type === 'radio') && !checked) continue
    filled.append(name, value)
  }
  for (const [name, value] of Object.entries(values)) {
    for (const one of value === undefined ? [] : typeof value === 'string' ? [value] : value) filled.append(name, one)
  }
  return filled
}

/** Undoes the escaping of HTML text and attribute values. */
export function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

const control = /<(input|button)\b([^>]*)>/gi

function toField([, element = '', tag = '']: RegExpMatchArray): readonly Field[] {
  const { type, name = '', value, checked, disabled } = readAttributes(tag)
  if (disabled !== undefined) return []
  const kind = (type ?? (element.toLowerCase() === 'button' ? 'submit' : 'text')).toLowerCase()
  const standard = kind === 'checkbox' || kind === 'radio' ? 'on' : ''
  return [{ type: kind, name, value: value ?? standard, checked: checked !== undefined }]
}

function readAttributes(tag: string): Readonly<Record<string, string | undefined>> {
  const pattern = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g
  return Object.fromEntries(
    [...tag.matchAll(pattern)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? ''),
    ]),
  )
}
