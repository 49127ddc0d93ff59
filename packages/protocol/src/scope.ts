import { OAuthError } from './errors.ts'

/** Scope names in the order of the request, each once. */
export type Scope = readonly string[]

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** Bounds the work per request; real scopes are far smaller. */
const mostNames = 1_000

/**
 * Parses a space-delimited scope (RFC 6749 §3.3); names keep their order, and duplicates are dropped.
 * @throws OAuthError `invalid_scope` for characters that the grammar forbids, and for more than 1000 names
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

/** Writes a scope as the parameter `scope`: names separated by spaces (RFC 6749 §3.3). */
export function formatScope(scope: Scope): string {
  return scope.join(' ')
}

/** Whether every name of `part` is in `whole`. */
export function isWithin(part: Scope, whole: Scope): boolean {
  return part.every((name) => whole.includes(name))
}

/** Returns the names of `scope` that `allowed` has too, in their order. */
export function intersect(scope: Scope, allowed: Scope): Scope {
  return scope.filter((name) => allowed.includes(name))
}

/** Returns the names of `scope` that are not in `without`. */
export function subtract(scope: Scope, without: Scope): Scope {
  return scope.filter((name) => !without.includes(name))
}

/** Names keep the order of their first appearance. */
export function union(...scopes: readonly Scope[]): Scope {
  return [...new Set(scopes.flat())]
}
