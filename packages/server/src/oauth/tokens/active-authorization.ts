import { OAuthError } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Granted } from '../grants/grant.ts'
import { mayRefresh } from '../grants/refresh-token.ts'
import type { Authorization, GrantStores, Instant, Random } from '../ports.ts'
import { isCutOff } from './validity.ts'

interface Use {
  readonly accountId: string
  readonly client: Client
  readonly granted: Granted
  readonly now: Instant
  readonly epoch: Instant
  /** When the grant was made that tokens are asked for now. */
  readonly grantedAt: Instant
}

interface NewAuthorizationOptions {
  readonly random: Random
  readonly lifetimes: { readonly accessToken: number; readonly refreshToken: number }
}

/**
 * Reads the authorization that tokens are issued from, with its account. A grant that is itself the act of authorizing gets
 * a new one.
 * @throws OAuthError `invalid_grant` unless both are active
 */
export async function activeAuthorization(
  { accountId, client, granted, now, epoch, grantedAt }: Use,
  stores: GrantStores,
  { random, lifetimes }: NewAuthorizationOptions,
): Promise<Authorization> {
  const { authorizationId } = granted
  const status = granted.status ?? (await stores.findGrantStatus({ accountId, authorizationId }))
  if (!status.accountActive) throw new OAuthError('invalid_grant', 'the account is disabled or was removed')
  if (isCutOff(grantedAt, status.accountValidAfter)) throw everythingRevoked('the account')
  if (authorizationId !== undefined) {
    const { authorization } = status
    if (authorization === undefined || isCutOff(authorization.createdAt, epoch)) {
      throw new OAuthError('invalid_grant', 'the authorization was revoked')
    }
    if (authorization.clientId !== client.id) {
      throw new OAuthError('invalid_grant', 'the authorization is of another client')
    }
    if (authorization.endsAt !== undefined && authorization.endsAt <= now) {
      throw new OAuthError('invalid_grant', 'the authorization has expired')
    }
    return authorization
  }
  const seconds = mayRefresh(client) ? lifetimes.refreshToken : lifetimes.accessToken
  const authorization = {
    id: random(16),
    accountId,
    clientId: client.id,
    rights: granted.rights,
    createdAt: now,
    endsAt: now + seconds * 1000,
    earlyEnds: [],
    remembered: false,
    redirectUri: undefined,
  }
  await stores.addAuthorization(authorization)
  return authorization
}

/** Refuses a grant made before everything of its client, its account or the server was revoked. */
export function everythingRevoked(of: string): OAuthError {
  return new OAuthError('invalid_grant', `the grant was revoked: all tokens of ${of} were revoked after it was issued`)
}
