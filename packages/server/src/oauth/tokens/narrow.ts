import { formatScope, intersect, isSameResource, isWithin, OAuthError, type Scope } from '@valetkey/protocol'
import type { Rights } from '../rights.ts'
import { scopeOf } from '../rights.ts'

/** What a token request asks of what was allowed; empty and undefined mean all. */
export interface Wish {
  readonly resource: readonly string[]
  readonly scope: Scope | undefined
}

/**
 * Narrows rights to the APIs and the scope that a token request names (RFC 8707 §2.2, RFC 6749 §6).
 * @throws OAuthError `invalid_target` for an API beyond the grant, `invalid_scope` for a wider scope
 */
export function narrow(rights: Rights, { resource, scope }: Wish): Rights {
  const strange = resource.find((one) => !rights.some((right) => isSameResource(right.resource, one)))
  if (strange !== undefined) {
    throw new OAuthError('invalid_target', 'resource names an API that was not granted', { clause: 'RFC 8707 §2.2' })
  }
  const targeted =
    resource.length === 0
      ? rights
      : rights.filter((right) => resource.some((one) => isSameResource(right.resource, one)))
  if (scope === undefined || scope.length === 0) return targeted
  if (!isWithin(scope, scopeOf(targeted))) {
    throw new OAuthError('invalid_scope', `scope goes beyond what was granted: ${formatScope(scopeOf(targeted))}`, {
      clause: 'RFC 6749 §6',
    })
  }
  return targeted.map((right) => ({ resource: right.resource, scope: intersect(right.scope, scope) }))
}
