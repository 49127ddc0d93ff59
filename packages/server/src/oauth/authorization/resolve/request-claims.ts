import type { Parameters } from '@valetkey/protocol'

/** Claims that are about the JWT (RFC 7519 §4.1, RFC 9101 §4): no parameter of an authorization request has such a name. */
const ofTheJwt: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'])

/** Parameters that may be sent several times, and are arrays in a request object. */
const repeatable: ReadonlySet<string> = new Set(['resource', 'audience'])

/** Turns the claims of a request object into parameters as they are sent: numbers and objects become text (OIDC Core §6.1). */
export function toParameters(claims: Readonly<Record<string, unknown>>): Parameters {
  const parameters = new Map<string, string[]>()
  for (const [name, value] of Object.entries(claims)) {
    if (ofTheJwt.has(name) || value === null || value === undefined) continue
    const values = repeatable.has(name) && Array.isArray(value) ? value : [value]
    parameters.set(
      name,
      values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
    )
  }
  return parameters
}
