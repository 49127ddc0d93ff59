import { formatScope, intersect, isWithin, normalizeResource, OAuthError, type Scope } from '@valetkey/protocol'
import { refuseManyResources } from '../api.ts'
import { claimOfRight, isIdentity, openid, toIdentityRights } from '../identity-scopes.ts'
import type { Rights } from '../rights.ts'
import { scopeOf } from '../rights.ts'

/** The part of the granted rights that a token request asks for; empty and undefined mean all. */
export interface RequestedRights {
  readonly resource: readonly string[]
  readonly scope: Scope | undefined
}

/**
 * Narrows rights to the APIs and the scope that a token request names (RFC 8707 §2.2, RFC 6749 §6). An API at which
 * none of the scopes was granted stays only where `resource` names it, or where its audience was granted by itself.
 * @throws OAuthError `invalid_target` for an API beyond the grant, `invalid_scope` for a wider scope
 */
export function narrowRights(rights: Rights, { resource, scope }: RequestedRights): Rights {
  const isTargeted = resource.length > 0
  const targeted = isTargeted ? target(rights, resource) : rights
  if (scope === undefined || scope.length === 0) return targeted
  if (!isWithin(scope, scopeOf(targeted))) {
    throw new OAuthError(
      'invalid_scope',
      `scope exceeds the granted scope, which is: ${formatScope(scopeOf(targeted))}`,
      {
        clause: 'RFC 6749 §6',
      },
    )
  }
  return targeted.flatMap((right) => {
    const kept = intersect(right.scope, scope)
    if (isIdentity(right)) {
      const claims = kept.includes(openid) ? right.scope.filter((name) => claimOfRight(name) !== undefined) : []
      return toIdentityRights([...kept, ...claims])
    }
    const stays = kept.length > 0 || isTargeted || right.scope.length === 0
    return stays ? [{ resource: right.resource, scope: kept }] : []
  })
}

function target(rights: Rights, resource: readonly string[]): Rights {
  refuseManyResources(resource)
  const wanted = new Set(resource.map(normalize))
  const atApis = rights.filter((right) => !isIdentity(right))
  const known = new Set(atApis.map((right) => normalize(right.resource)))
  const strange = [...wanted].find((one) => !known.has(one))
  if (strange !== undefined) {
    const granted = atApis.map((right) => right.resource).join(' ')
    throw new OAuthError('invalid_target', `resource was not granted; granted: ${granted}`, {
      clause: 'RFC 8707 §2.2',
    })
  }
  return rights.filter((right) => isIdentity(right) || wanted.has(normalize(right.resource)))
}

function normalize(resource: string): string {
  return normalizeResource(resource) ?? resource
}
