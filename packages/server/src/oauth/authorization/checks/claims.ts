import { parameter } from '@valetkey/protocol'
import {
  allowedIdentity,
  identityScopeOf,
  isIdentity,
  openid,
  rightToClaim,
  toIdentityRights,
} from '../../identity-scopes.ts'
import { readRequestedClaims, toStored } from '../../openid/requested-claims.ts'
import { claimsOfScope, scopesOfClaim } from '../../openid/scope-claims.ts'
import type { Check } from './check.ts'

/**
 * Claims that are asked for one by one (OIDC Core §5.5). Each that no requested scope includes is a right of its own, which
 * the user may refuse. Unknown ones, and those of scopes that the client may not use, are ignored.
 */
export const claims: Check = {
  name: 'claims',
  at: ['authorize', 'par'],
  reads: ['claims'],
  run({ parameters, client, features: { identityScopes, scopeClaims }, found: { rights = [] } }) {
    const requested = readRequestedClaims(parameter(parameters, 'claims'))
    const scope = identityScopeOf(rights)
    if (!scope.includes(openid)) return undefined
    const isKept = (claim: string) => scopesOfClaim(claim, scopeClaims).length > 0 || protocolClaims.has(claim)
    const stored = toStored(requested, isKept)
    if (stored === undefined) return undefined
    const included = new Set(claimsOfScope(scope, scopeClaims))
    const names = new Set([...requested.idToken.keys(), ...requested.userinfo.keys()])
    const asked = [...names].filter((claim) => !included.has(claim)).map(rightToClaim)
    const granted = toIdentityRights([...scope, ...allowedIdentity(asked, client, { identityScopes, scopeClaims })])
    return { claims: stored, rights: [...granted, ...rights.filter((right) => !isIdentity(right))] }
  },
}

/** Claims about the login, which need no permission: the ID token has them anyway, or they ask for a user or a way to log in. */
const protocolClaims: ReadonlySet<string> = new Set(['sub', 'acr', 'auth_time'])
