import { OAuthError } from './errors.ts'

/** The parameters of a request. A name has one value, except for the few that may repeat. */
export type Parameters = ReadonlyMap<string, readonly string[]>

/** How a parameter is read: required, optional, or any number of times. */
export type Reading = 'required' | 'optional' | 'many'

/** What `readParameters` returns for a declaration. */
export type Read<D extends Readonly<Record<string, Reading>>> = {
  readonly [K in keyof D]: D[K] extends 'required'
    ? string
    : D[K] extends 'optional'
      ? string | undefined
      : readonly string[]
}

/** Parameters that may be sent more than once (RFC 8707 §2, RFC 8693 §2.1). */
const repeatable: ReadonlySet<string> = new Set(['resource', 'audience'])

/** Bounds the work per request; real requests have far fewer. */
const mostParameters = 200

/**
 * Parses `application/x-www-form-urlencoded` text, of a body or a query.
 * Empty values count as omitted and repeated names are refused (RFC 6749 §3.1, §3.2).
 * @param alsoRepeatable further names that may repeat, such as a page's checkboxes
 * @throws OAuthError `invalid_request` for a repeated name, broken percent-encoding, a null byte or too many parameters
 */
export function parseParameters(text: string, alsoRepeatable?: ReadonlySet<string>): Parameters {
  const parameters = splitParameters(text)
  refuseRepeated(parameters, alsoRepeatable)
  return parameters
}

/**
 * Parses like `parseParameters` and keeps repeated names, for an endpoint that must first find out where to send the error.
 * @throws OAuthError `invalid_request` for broken percent-encoding, a null byte or too many parameters
 */
export function splitParameters(text: string): Parameters {
  const parameters = new Map<string, string[]>()
  if (text === '') return parameters
  const pairs = text.split('&', mostParameters + 1)
  if (pairs.length > mostParameters) {
    throw new OAuthError('invalid_request', `the request has more than ${mostParameters} parameters: send fewer`)
  }
  for (const pair of pairs) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    const seen = parameters.get(name)
    if (seen === undefined) parameters.set(name, [value])
    else seen.push(value)
  }
  return parameters
}

/** Refuses names that were sent more than once. @throws OAuthError `invalid_request` (RFC 6749 §3.1) */
export function refuseRepeated(parameters: Parameters, alsoRepeatable?: ReadonlySet<string>): void {
  for (const [name, values] of parameters) {
    if (values.length === 1 || repeatable.has(name) || alsoRepeatable?.has(name)) continue
    throw new OAuthError('invalid_request', `the parameter ${printable(name)} was sent more than once: send it once`, {
      clause: 'RFC 6749 §3.1',
    })
  }
}

/**
 * Reads the declared parameters and ignores all others (RFC 6749 §3.1: unrecognized parameters are ignored).
 * @throws OAuthError `invalid_request` if a required one is missing
 */
export function readParameters<const D extends Readonly<Record<string, Reading>>>(
  parameters: Parameters,
  declaration: D,
): Read<D> {
  const read: Record<string, string | readonly string[] | undefined> = {}
  for (const name in declaration) {
    const values = parameters.get(name)
    const reading = declaration[name]
    if (reading === 'many') {
      read[name] = values?.filter((value) => value !== '') ?? []
      continue
    }
    const value = values?.[0] === '' ? undefined : values?.[0]
    if (value === undefined && reading === 'required') {
      throw new OAuthError('invalid_request', `the parameter ${name} is missing`)
    }
    read[name] = value
  }
  return read as Read<D> // the loop above fills each declared name by its reading
}

/** Returns the value of a parameter, or undefined if it is absent or empty (RFC 6749 §3.1). */
export function parameter(parameters: Parameters, name: string): string | undefined {
  return parameters.get(name)?.[0] || undefined
}

/**
 * Checks whether a string can be a form parameter. JSON strings can have a null byte, which databases refuse, or an unpaired
 * surrogate, which cannot be percent-encoded.
 */
export function isParameterText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

const plain = /^[A-Za-z0-9\-._~:/ ,;@!$'()*]*$/

function decode(text: string): string {
  if (plain.test(text)) return text
  let decoded: string
  try {
    decoded = decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text)
  } catch (cause) {
    throw new OAuthError('invalid_request', 'the percent-encoding of a parameter is invalid', { cause })
  }
  if (decoded.includes('\0')) throw new OAuthError('invalid_request', 'a parameter contains a null byte')
  return decoded
}

function printable(name: string): string {
  return /^[a-z_]{1,40}$/i.test(name) ? name : '(unreadable)'
}
