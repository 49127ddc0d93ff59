import { OAuthError } from './errors.ts'

/** Holds scope names in the order they were asked for, each once. */
export type Scope = readonly string[]

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** No honest scope comes near it; it bounds whatever is done with each name. */
const mostNames = 1_000

/**
 * Parses a space-delimited scope (RFC 6749 §3.3); names keep their order and repeat once.
 * @throws OAuthError `invalid_scope` for characters the grammar forbids, and for more than 1000 names
 */
export function parseScope(text: string | undefined): Scope {
  if (text === undefined || text === '') return []
  const parts = text.split(' ', mostNames + 1)
  if (parts.length > mostNames) {
    throw new OAuthError('invalid_scope', `scope has more than ${mostNames} names: ask for fewer`)
  }
  const names = parts.filter((name) => name !== '')
  const malformed = names.find((name) => !scopeToken.test(name))
  if (malformed !== undefined) {
    throw new OAuthError(
      'invalid_scope',
      'scope contains a character that is not allowed (RFC 6749 §3.3): send names separated by spaces',
      {
        clause: 'RFC 6749 §3.3',
      },
    )
  }
  return names.length < 2 ? names : [...new Set(names)]
}

/** Formats scope names for the wire. */
export function formatScope(scope: Scope): string {
  return scope.join(' ')
}

/** Tells whether every name of `part` is in `whole`. */
export function isWithin(part: Scope, whole: Scope): boolean {
  return part.every((name) => whole.includes(name))
}

/** Keeps the names of `scope` that `allowed` has too. */
export function intersect(scope: Scope, allowed: Scope): Scope {
  return scope.filter((name) => allowed.includes(name))
}

/** Keeps the names of `scope` that `without` lacks. */
export function subtract(scope: Scope, without: Scope): Scope {
  return scope.filter((name) => !without.includes(name))
}

/** Joins scopes, each name once, in order of appearance. */
export function union(...scopes: readonly Scope[]): Scope {
  return [...new Set(scopes.flat())]
}
