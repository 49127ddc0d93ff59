import type { Scope } from '@valetkey/protocol'

/** The claims that a scope asks for, by scope name. */
export type ScopeClaims = Readonly<Record<string, readonly string[]>>

/** The claims of the standard scopes (OIDC Core §5.4). */
export const scopeClaims: ScopeClaims = {
  openid: [],
  profile: [
    'name',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** Lists the claims of some scopes. */
export function claimsOfScope(scope: Scope, claims: ScopeClaims): readonly string[] {
  return scope.flatMap((name) => (Object.hasOwn(claims, name) ? (claims[name] ?? []) : []))
}

/** Finds the scopes that ask for a claim. */
export function scopesOfClaim(claim: string, claims: ScopeClaims): Scope {
  return Object.keys(claims).filter((scope) => claims[scope]?.includes(claim))
}
