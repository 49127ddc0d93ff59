import type { Scope } from '@valetkey/protocol'
import type { JsonObject } from '../grant-context.ts'
import { claimOfRight } from '../identity-scopes.ts'
import { claimsOfScope, type ScopeClaims } from './scope-claims.ts'

/** Selects claims of a user. */
export interface ClaimSelection {
  /** The identity scopes that the user allowed, and claims that were allowed one by one. */
  readonly allowed: Scope
  /** The scopes whose claims are wanted. */
  readonly scope: Scope
  /** The claims that are wanted besides. */
  readonly requested: Iterable<string>
  readonly scopeClaims: ScopeClaims
}

/**
 * Picks the claims of a user that are wanted and allowed. A requested value is a wish (OIDC Core §5.5.1): the claim is
 * returned with the value that it has.
 */
export function selectClaims(
  user: JsonObject,
  { allowed, scope, requested, scopeClaims }: ClaimSelection,
): Record<string, unknown> {
  const permitted = new Set([
    ...claimsOfScope(allowed, scopeClaims),
    ...allowed.flatMap((right) => claimOfRight(right) ?? []),
  ])
  const wanted = new Set([...claimsOfScope(scope, scopeClaims), ...requested])
  const selected: Record<string, unknown> = {}
  for (const claim of wanted) {
    if (permitted.has(claim) && hasValue(user, claim)) selected[claim] = user[claim]
  }
  return selected
}

/** Checks whether a user has a value for a claim: one that is null or empty is left out (OIDC Core §5.3.2). */
export function hasValue(user: JsonObject, claim: string): boolean {
  const value = Object.hasOwn(user, claim) ? user[claim] : undefined
  return value !== undefined && value !== null && value !== ''
}
