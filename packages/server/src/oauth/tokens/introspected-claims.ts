import { contextClaims, type JsonObject } from '../grant-context.ts'
import type { AccessToken } from '../ports.ts'
import { issuedClaims } from './issued-claims.ts'

/** The claims that introspection returns under its own rules, or not at all. */
const handled: ReadonlySet<string> = new Set(issuedClaims)

/** Picks the claims of a JWT that introspection repeats, such as `act` and `cnf` (RFC 8693 §4.1, RFC 8705 §3.2). */
export function repeatedClaims(claims: JsonObject): JsonObject | undefined {
  let repeated: Record<string, unknown> | undefined
  for (const name in claims) {
    if (handled.has(name)) continue
    repeated ??= {}
    repeated[name] = claims[name]
  }
  return repeated
}

/** Returns the same claims for an opaque token. */
export function repeatedClaimsOf({ context, claims }: Pick<AccessToken, 'context' | 'claims'>): JsonObject | undefined {
  if (context === undefined) return claims
  return repeatedClaims({ ...contextClaims(context), ...claims })
}
