import { type Api, findApi } from '../api.ts'
import { isIdentity } from '../identity-scopes.ts'
import type { Rights } from '../rights.ts'

/**
 * Returns the audience of an access token: the APIs of its rights. A token for identity alone is for the issuer. Where the
 * issuer is also an API, such a token is for the UserInfo endpoint: to be the API's audience is a right, which nobody granted.
 */
export function audienceOf(
  rights: Rights,
  { issuer, apis }: { readonly issuer: string; readonly apis: readonly Api[] },
): string | readonly string[] {
  const [first] = rights
  if (first !== undefined && rights.length === 1 && !isIdentity(first)) return first.resource
  const audience = rights.flatMap((right) => (isIdentity(right) ? [] : [right.resource]))
  const [only, second] = audience
  if (only === undefined) return findApi(apis, issuer) === undefined ? issuer : `${issuer.replace(/\/$/, '')}/userinfo`
  return second === undefined ? only : audience
}
