import { OAuthError, parseScope, readParameters, subtract } from '@valetkey/protocol'
import type { Instant, Keys, TokenFamily } from '../ports.ts'
import { narrow } from '../tokens/narrow.ts'
import { readRefreshToken } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'
import { Replayed } from './replayed.ts'

/** Within this time a retry with the parent gets the same successor: an honest client never loses its key. */
export const graceSeconds = 10

/** What the refresh grant needs. */
export interface RefreshTokenOptions {
  readonly keys: Pick<Keys, 'mac'>
  /** Seconds without use after which a refresh token is dead. */
  readonly idleSeconds: number
}

/** Trades a refresh token for new tokens and rotates it (RFC 6749 §6, RFC 9700 §4.14.2). */
export function refreshToken({ keys, idleSeconds }: RefreshTokenOptions): Grant {
  return {
    type: 'refresh_token',
    openToPublicClients: true,
    routine: true,
    async authorize({ client, form, now }) {
      const read = readParameters(form, { refresh_token: 'required', scope: 'optional', resource: 'many' })
      const scope = read.scope === undefined ? undefined : subtract(parseScope(read.scope), ['offline_access'])
      const token = readRefreshToken(read.refresh_token, keys)
      if (token === undefined) throw unknownToken()
      return {
        key: token.familyId,
        async redeem(stores) {
          const family = await stores.holdFamily(token.familyId)
          if (family === undefined || family.clientId !== client.id) throw unknownToken()
          if (family.revoked) throw new OAuthError('invalid_grant', 'the refresh token was revoked')
          if (family.expiresAt <= now || family.rotatedAt + idleSeconds * 1000 <= now) {
            throw new OAuthError('invalid_grant', 'the refresh token has expired')
          }
          const use = judge(token.generation, family, now)
          if (use === 'replay') {
            await stores.revokeFamily(family.id, now)
            const { accountId, authorizationId } = family
            const replay = { kind: 'refresh token', accountId, authorizationId } as const
            throw new Replayed(replay, 'the refresh token was used before; its whole line is revoked', {
              clause: 'RFC 9700 §4.14.2',
            })
          }
          const tokenRights = narrow(family.rights, { resource: read.resource, scope })
          const rotate = () => stores.rotateFamily(family.id, family.generation, now)
          return {
            accountId: family.accountId,
            authorizationId: family.authorizationId,
            standing: family.standing,
            rights: family.rights,
            tokenRights,
            authenticatedAt: family.authenticatedAt,
            ...(use === 'first' ? { spend: rotate } : {}),
            family: { id: family.id, generation: token.generation + 1, expiresAt: family.expiresAt },
          }
        },
      }
    },
  }
}

/** A parent counts as retried until its successor is used or the grace period ends; after that it is a replay. */
function judge(generation: number, family: TokenFamily, now: Instant): 'first' | 'retry' | 'replay' {
  if (generation === family.generation) return 'first'
  const retried = generation === family.generation - 1 && now < family.rotatedAt + graceSeconds * 1000
  return retried ? 'retry' : 'replay'
}

function unknownToken(): OAuthError {
  return new OAuthError('invalid_grant', 'the refresh token is unknown to this client')
}
