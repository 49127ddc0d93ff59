import { formatScope } from '@valetkey/protocol'
import { allowedRights } from '../api.ts'
import { graceSeconds } from '../grants/refresh-token.ts'
import type { Instant, Keys, OAuthStores } from '../ports.ts'
import { commonRights, scopeOf } from '../rights.ts'
import { readRefreshToken } from './refresh-token.ts'

/** A refresh token that could be used at this moment, and what introspection says of it. */
export interface ActiveRefreshToken {
  readonly clientId: string
  readonly response: object
}

/** What reading a refresh token needs. */
export interface ReadRefreshTokenOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'mac'>
  readonly stores: OAuthStores
  readonly idleSeconds: number
}

/** Reads a refresh token of ours; undefined unless it, its key and its account stand now. */
export async function readActiveRefreshToken(
  text: string,
  now: Instant,
  { issuer, keys, stores, idleSeconds }: ReadRefreshTokenOptions,
): Promise<ActiveRefreshToken | undefined> {
  const token = readRefreshToken(text, keys)
  const family = token && (await stores.findFamily(token.familyId))
  if (family === undefined || family.revoked) return undefined
  const retried = token?.generation === family.generation - 1 && now < family.rotatedAt + graceSeconds * 1000
  if (token?.generation !== family.generation && !retried) return undefined
  const { accountId, authorizationId } = family
  const { accountActive, authorization, username } = await stores.findStanding({
    accountId,
    authorizationId,
    familyId: family.id,
  })
  const end = Math.min(family.expiresAt, family.rotatedAt + idleSeconds * 1000, authorization?.endsAt ?? Infinity)
  if (!accountActive || authorization === undefined || end <= now) return undefined
  const client = await stores.findClient(family.clientId)
  if (client === undefined) return undefined
  const held = commonRights(family.rights, authorization.rights)
  const rights = allowedRights(held, client, await stores.listApis())
  if (rights.length === 0 && family.rights.length > 0) return undefined
  return {
    clientId: family.clientId,
    response: {
      iss: issuer,
      client_id: family.clientId,
      sub: accountId,
      username,
      scope: formatScope(scopeOf(rights)),
      exp: Math.floor(end / 1000),
    },
  }
}
