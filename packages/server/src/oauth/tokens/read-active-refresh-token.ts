import { formatScope } from '@valetkey/protocol'
import { allowedRights } from '../api.ts'
import { rightsAt } from '../expiring-rights.ts'
import { judgeUse } from '../grants/refresh-token.ts'
import { momentOf } from '../hash.ts'
import type { ServedIdentity } from '../identity-scopes.ts'
import { subjectOf } from '../openid/subject.ts'
import type { Instant, Keys, OAuthStores } from '../ports.ts'
import { commonRights, scopeOf } from '../rights.ts'
import { readRefreshToken } from './refresh-token-text.ts'
import { isCutOff } from './validity.ts'

/** A refresh token that could be used now, and its facts for introspection. */
export interface ActiveRefreshToken {
  readonly clientId: string
  readonly response: object
}

/** What reading a refresh token needs. */
export interface ReadRefreshTokenOptions extends ServedIdentity {
  readonly issuer: string
  readonly keys: Pick<Keys, 'mac'>
  readonly stores: OAuthStores
  readonly idleSeconds: number
  readonly graceSeconds: number
}

/** Reads a refresh token of this server; undefined unless it, its client, its authorization and its account are valid now. */
export async function readActiveRefreshToken(
  text: string,
  now: Instant,
  { issuer, keys, stores, idleSeconds, graceSeconds, identityScopes, scopeClaims }: ReadRefreshTokenOptions,
): Promise<ActiveRefreshToken | undefined> {
  const token = readRefreshToken(text, keys)
  if (token === undefined) return undefined
  const [family, epoch] = await Promise.all([stores.findFamily(token.familyId), stores.findEpoch()])
  if (family === undefined || family.revoked || token.epoch !== epoch) return undefined
  if (judgeUse(token.generation, family, now, graceSeconds) === 'replay') return undefined
  const { accountId, authorizationId, clientId } = family
  const [client, apis, status] = await Promise.all([
    stores.findClient(clientId),
    stores.listApis(),
    stores.findGrantStatus({ accountId, authorizationId, familyId: family.id }),
  ])
  const { accountActive, authorization, username, accountValidAfter } = status
  const cuts = [epoch, accountValidAfter, client?.validAfter ?? 0]
  if (client === undefined || client.disabled || isCutOff(momentOf(family.id, now), ...cuts)) return undefined
  const end = Math.min(family.expiresAt, family.rotatedAt + idleSeconds * 1000, authorization?.endsAt ?? Infinity)
  if (!accountActive || authorization === undefined || end <= now) return undefined
  if (isCutOff(authorization.createdAt, epoch)) return undefined
  const held = commonRights(family.rights, rightsAt(authorization, now))
  const rights = allowedRights(held, client, { apis, identityScopes, scopeClaims }, authorization.createdAt)
  if (rights.length === 0 && family.rights.length > 0) return undefined
  return {
    clientId,
    response: {
      iss: issuer,
      client_id: clientId,
      sub: subjectOf(accountId, client, keys),
      username: client.metadata.subject_type === 'pairwise' ? undefined : username,
      scope: formatScope(scopeOf(rights)),
      exp: Math.floor(end / 1000),
    },
  }
}
