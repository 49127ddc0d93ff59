import type { Draft, Field } from './exchange.ts'

/** Returns the first value of a parameter. */
export function parameterOf(draft: Draft, name: string): string | undefined {
  return draft.parameters.find(([one]) => one === name)?.[1]
}

/** Returns the value of a header; names are compared without case. */
export function headerOf(fields: readonly Field[], name: string): string | undefined {
  return fields.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1]
}

/** Sets a parameter, removes it if the value is undefined, and keeps the order of the others. */
export function withParameter(draft: Draft, name: string, value: string | undefined): Draft {
  return { ...draft, parameters: withField(draft.parameters, name, value) }
}

/** Sets or removes a header. */
export function withHeader(draft: Draft, name: string, value: string | undefined): Draft {
  return { ...draft, headers: withField(draft.headers, name, value) }
}

function withField(fields: readonly Field[], name: string, value: string | undefined): readonly Field[] {
  const same = ([one]: Field) => one.toLowerCase() === name.toLowerCase()
  if (value === undefined) return fields.filter((field) => !same(field))
  if (!fields.some(same)) return [...fields, [name, value]]
  const first = fields.findIndex(same)
  return fields.flatMap((field, index): readonly Field[] =>
    index === first ? [[field[0], value]] : same(field) ? [] : [field],
  )
}

/** Whether the parameters of a request on the back channel travel in its URL. */
export function isSentInQuery({ method }: Draft): boolean {
  return method !== 'POST'
}

/** Writes the parameters as `application/x-www-form-urlencoded`. */
export function encodeParameters({ parameters }: Draft): string {
  return new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString()
}

/** Returns the URL with the parameters in its query. */
export function urlWithQuery(draft: Draft): string {
  const query = encodeParameters(draft)
  return query === '' ? draft.url : `${draft.url}${draft.url.includes('?') ? '&' : '?'}${query}`
}

/** Whether a text is an http or https URL: others, such as `javascript:`, are neither opened nor sent. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
