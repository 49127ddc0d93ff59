import type { GuardRequest } from '../request.ts'

/**
 * Returns the text that follows the scheme's name in `Authorization`, or undefined if the header is absent or names another scheme.
 * The name is compared in any case (RFC 9110 §11.1).
 */
export function credentialsOf({ headers }: GuardRequest, scheme: string): string | undefined {
  const authorization = headers.get('authorization')
  if (authorization?.slice(0, scheme.length).toLowerCase() !== scheme.toLowerCase()) return undefined
  const rest = authorization.slice(scheme.length)
  return /^[!#$%&'*+.^`|~\w-]/.test(rest) ? undefined : rest
}

/** Returns the access token in the text after a scheme's name, or undefined if it is not exactly one (RFC 6750 §2.1). */
export function tokenIn(credentials: string): string | undefined {
  return /^ +([A-Za-z0-9\-._~+/]+=*) *$/.exec(credentials)?.[1]
}

/** After quoted strings are removed: a second scheme with credentials, or an empty member of a list. */
const several = /,\s*(?:[\w!#$%&'*+.^`|~-]+ +[^\s,=]|,|$)|^\s*,/

/** A comma, then a scheme's name without credentials. */
const lone = /,\s*([\w!#$%&'*+.^`|~-]+)\s*(?=,|$)/g

/** Whether a request has more than one `Authorization` header; two are joined with a comma. */
export function isRepeated(authorization: string, schemes: readonly { readonly name: string }[]): boolean {
  const unquoted = authorization.replace(/"(?:[^"\\]|\\.?)*(?:"|$)/gs, '""')
  if (several.test(unquoted)) return true
  const names = new Set(schemes.map(({ name }) => name.toLowerCase()))
  return [...unquoted.matchAll(lone)].some(([, name]) => name !== undefined && names.has(name.toLowerCase()))
}
