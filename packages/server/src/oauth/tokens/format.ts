import { OAuthError } from '@valetkey/protocol'
import { type Api, findApi } from '../api.ts'
import { isIdentity } from '../identity-scopes.ts'
import { type Rights, scopeAt } from '../rights.ts'
import { defaultAccessTokenAlgorithm, type SigningAlgorithm } from '../signing-algorithms.ts'

/** How an access token is written, and how long it lasts. */
export interface TokenFormat {
  readonly name: 'jwt' | 'opaque'
  readonly algorithm: SigningAlgorithm
  /** Seconds; undefined for the server's own. */
  readonly lifetime: number | undefined
}

/**
 * Chooses the format of a token for one or several APIs: opaque if one of them wants it, the shortest of their lifetimes.
 * @throws OAuthError `invalid_target` if one scope name would mean more than was granted at one of them
 */
export function chooseFormat(rights: Rights, apis: readonly Api[]): TokenFormat {
  const meant = rights.flatMap((right) => findApi(apis, right.resource) ?? [])
  // Identity scopes count as an API of their own: `scope` has one list of names for all of them.
  if (meant.length > 0 && rights.length > 1) refuseAmbiguous(rights, meant)
  const lifetimes = meant.flatMap((api) => api.accessTokenLifetime ?? [])
  return {
    name: isOpaque(rights, meant) ? 'opaque' : 'jwt',
    algorithm: meant[0]?.tokenSigningAlg ?? defaultAccessTokenAlgorithm,
    lifetime: lifetimes.length === 0 ? undefined : Math.min(...lifetimes),
  }
}

/** A token for the UserInfo endpoint alone is opaque: nobody but this server reads it. */
function isOpaque(rights: Rights, apis: readonly Api[]): boolean {
  return apis.some((api) => api.tokenFormat === 'opaque') || (rights.length === 1 && rights.every(isIdentity))
}

/** A scope name granted at one API must not be read as granted at another that has the same name. */
function refuseAmbiguous(rights: Rights, apis: readonly Api[]): void {
  const granted = new Set(rights.flatMap((right) => right.scope))
  for (const api of apis) {
    const held = scopeAt(rights, api.identifier)
    const wider = api.scopes.find(({ name }) => granted.has(name) && !held.includes(name))
    if (wider !== undefined) {
      throw new OAuthError(
        'invalid_target',
        `scope ${wider.name} was not granted at every requested resource: request one resource at a time`,
        {
          clause: 'RFC 8707 §2.2',
        },
      )
    }
  }
}
