import assert from 'node:assert/strict'

type Claims = Readonly<Record<string, unknown>>

/** The claims of each identity scope (OIDC Core §5.4). */
export const claimsOfScopes: Readonly<Record<'profile' | 'email' | 'address' | 'phone', readonly string[]>> = {
  profile: [
    'name',
    'given_name',
    'family_name',
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

const flags = ['email_verified', 'phone_number_verified']
const texts = Object.values(claimsOfScopes)
  .flat()
  .filter((claim) => ![...flags, 'updated_at', 'address'].includes(claim))

/** Claims of an ID token that describe the login: everything else describes the user (OIDC Core §2, Front-Channel Logout §3). */
const claimsOfLogin = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'sid'],
  ...['at_hash', 'c_hash', 's_hash'],
]

/** Asserts that standard claims have the JSON types of OIDC Core §5.1. */
export function assertClaimTypes(claims: Claims): void {
  for (const name of texts) {
    assertType(claims, name, 'string')
    // A claim that is not returned is left out (OIDC Core §5.3.2).
    if (name in claims) assert.match(String(claims[name]), /^(?!null$)(?=.*\S)/i, `${name} is empty`)
  }
  for (const name of flags) assertType(claims, name, 'boolean')
  assertType(claims, 'updated_at', 'number')
  const { updated_at: updated, birthdate, address } = claims
  if (updated !== undefined)
    assert.ok(Number(updated) > 631_152_000 && Number(updated) < Date.now() / 1000 + 300, `updated_at is ${updated}`)
  if (birthdate !== undefined)
    assert.match(String(birthdate), /^(?!0000$)(?:0000|18[5-9]\d|19\d\d|20\d\d)(?:-\d\d-\d\d)?$/, 'birthdate')
  if (address === undefined) return
  assert.ok(typeof address === 'object' && address !== null && !Array.isArray(address), 'address is not an object')
  const members = Object.values(address)
  assert.ok(members.length > 0 && members.every((value) => typeof value === 'string' && value.trim() !== ''), 'address')
}

/** Asserts that an ID token describes the login and has, of the user, only the claims that were asked for (OIDC Core §5.4, §5.5). */
export function assertLean(idToken: Claims, requested: readonly string[] = []): void {
  const others = Object.keys(idToken).filter((claim) => !claimsOfLogin.includes(claim) && !requested.includes(claim))
  assert.deepEqual(others, [], 'claims that were not asked for in the ID token')
}

function assertType(claims: Claims, name: string, type: 'string' | 'boolean' | 'number'): void {
  if (claims[name] !== undefined) assert.equal(typeof claims[name], type, `${name} is not a ${type}`)
}
