import { OAuthError, parseScope, readParameters, subtract } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import { offlineAccess } from '../identity-scopes.ts'
import type { Instant, TokenFamily } from '../ports.ts'
import { readResources } from '../resources.ts'
import { narrowRights } from '../tokens/narrow-rights.ts'
import { differences } from '../tokens/refresh-source.ts'
import { readRefreshToken } from '../tokens/refresh-token-text.ts'
import type { Grant, Note } from './grant.ts'

/** Exchanges a refresh token for new tokens and rotates it (RFC 6749 §6, RFC 9700 §4.14.2). */
export const refreshToken: Grant = {
  type: 'refresh_token',
  openToPublicClients: true,
  clause: 'RFC 6749 §6',
  defaultFor: 'users',
  routine: true,
  async authorize({ client, form, now, address, userAgent }, { keys, stores: cached, sourceHash, lifetimes }) {
    const { refreshTokenIdle: idleSeconds, refreshTokenGrace: graceSeconds } = lifetimes
    const fields = readParameters(form, { refresh_token: 'required', scope: 'optional' })
    const resource = readResources(form)
    const scope = fields.scope === undefined ? undefined : subtract(parseScope(fields.scope), [offlineAccess])
    const token = readRefreshToken(fields.refresh_token, keys)
    if (token === undefined) throw unknownToken()
    if (token.epoch !== (await cached.findEpoch())) {
      throw new OAuthError('invalid_grant', 'the refresh token was revoked with all tokens of this server')
    }
    const usedFrom = sourceHash({ address, userAgent })
    return {
      key: token.familyId,
      async redeem(stores) {
        const family = await stores.holdFamily(token.familyId)
        if (family === undefined || family.clientId !== client.id) throw unknownToken()
        if (family.revoked) throw new OAuthError('invalid_grant', 'the refresh token was revoked')
        if (family.expiresAt <= now || family.rotatedAt + idleSeconds * 1000 <= now) {
          throw new OAuthError('invalid_grant', 'the refresh token has expired')
        }
        const use = judgeUse(token.generation, family, now, graceSeconds)
        if (use === 'replay') {
          await stores.revokeFamily(family.id, now)
          const error = new OAuthError(
            'invalid_grant',
            'the refresh token was already used: its token family is revoked',
            { clause: 'RFC 9700 §4.14.2' },
          )
          const { accountId, authorizationId } = family
          return { outcome: 'replayed', kind: 'refresh token', accountId, authorizationId, error }
        }
        const to = token.generation + 1
        const tokenRights = narrowRights(family.rights, { resource, scope })
        const rotation = { id: family.id, from: family.generation, to, now, usedFrom }
        return {
          outcome: 'granted',
          accountId: family.accountId,
          authorizationId: family.authorizationId,
          status: family.status,
          rights: family.rights,
          tokenRights,
          context: family.context,
          ...(use === 'retry' ? {} : { rotation }),
          ...noteOf(use, family, usedFrom),
          family: { id: family.id, generation: to, expiresAt: family.expiresAt },
        }
      },
    }
  },
}

/** Checks whether a client gets refresh tokens (RFC 6749 §6). */
export function mayRefresh(client: Client): boolean {
  return client.grantTypes.includes(refreshToken.type)
}

/** How a refresh token is used. */
export type Use = 'first' | 'retry' | 'ahead' | 'replay'

/**
 * Judges a use by the generation of the token and of its family. A parent may be retried until its successor is used or the
 * grace period is over; after that it is a replay. A token ahead of its family proves, since nobody else can write one, that
 * the database was restored from a backup that is older than the token: it is the newest one.
 */
export function judgeUse(
  generation: number,
  family: Pick<TokenFamily, 'generation' | 'rotatedAt'>,
  now: Instant,
  graceSeconds: number,
): Use {
  if (generation === family.generation) return 'first'
  if (generation > family.generation) return 'ahead'
  const retried = generation === family.generation - 1 && now < family.rotatedAt + graceSeconds * 1000
  return retried ? 'retry' : 'replay'
}

function noteOf(use: Use, family: TokenFamily, usedFrom: string): { readonly note?: Note } {
  if (use === 'ahead') return { note: { type: 'token.ahead-of-database' } }
  if (use !== 'retry') return {}
  const changed = differences(family.usedFrom, usedFrom)
  const detail = changed.length === 0 ? 'same origin' : `another ${changed.join(' and ')}`
  return { note: { type: changed.length === 0 ? 'token.retried' : 'token.retried-elsewhere', detail } }
}

function unknownToken(): OAuthError {
  return new OAuthError('invalid_grant', 'the refresh token is unknown, or was issued to another client')
}
