import { accessTokenType, formatScope, readAccessTokenClaims } from '@valetkey/protocol'
import type { Client } from '../../oauth/client.ts'
import { judgeUse } from '../../oauth/grants/refresh-token.ts'
import { momentOf } from '../../oauth/hash.ts'
import type { ServedIdentity } from '../../oauth/identity-scopes.ts'
import type { GrantStatus, OAuthStores } from '../../oauth/ports.ts'
import { scopeOf } from '../../oauth/rights.ts'
import { findAccessToken, readAccessToken } from '../../oauth/tokens/read-access-token.ts'
import { readActiveRefreshToken } from '../../oauth/tokens/read-active-refresh-token.ts'
import { isRefreshToken, readRefreshToken } from '../../oauth/tokens/refresh-token-text.ts'
import { isCutOff } from '../../oauth/tokens/validity.ts'
import { random } from '../../secrets/random.ts'
import { createKeyRing, type KeyRing } from '../../signing-keys/key-ring.ts'
import { loadSigningKeys } from '../../signing-keys/load-signing-keys.ts'
import { createCatalog } from '../../storage/stores/catalog.ts'
import { createOAuthStores } from '../../storage/stores/oauth-stores.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { toIso, toMoment } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { decodeJwt } from './decode-jwt.ts'

/** The status of a token, and the reason if it is not active. */
export interface TokenState {
  readonly active: boolean
  readonly reason: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** The facts for `--json`. */
  readonly data: Readonly<Record<string, unknown>>
}

interface Server extends ServedIdentity {
  readonly issuer: string
  readonly idleSeconds: number
  readonly graceSeconds: number
  readonly stores: OAuthStores
  readonly keys: KeyRing
  readonly now: number
}

/** Looks a token up as introspection does (RFC 7662), and also returns the reason, which introspection must not. */
export async function findState(token: string, options: CommonOptions): Promise<TokenState> {
  return withDatabase(options, 'refuse', async (context) => {
    const { config, features, database, now } = context
    const secret = context.secret()
    const keys = createKeyRing({ macKey: secret.key('refresh tokens'), clock: () => now })
    keys.replace(await loadSigningKeys(now, { store: createSigningKeyStore(database, context.admin), secret, random }))
    const stores = createOAuthStores(database, createCatalog(database, features))
    const { refreshTokenIdle: idleSeconds, refreshTokenGrace: graceSeconds } = config.lifetimes
    const named = options.config !== undefined || Boolean(process.env.VALETKEY_ISSUER)
    // A database does not contain its issuer: the one in the token is used, since its signature is verified.
    const issuer = named ? config.issuer : String(decodeJwt(token)?.claims.iss ?? config.issuer)
    const { identityScopes, scopeClaims } = features
    const server = { issuer, idleSeconds, graceSeconds, stores, keys, now, identityScopes, scopeClaims }
    return isRefreshToken(token) ? refreshTokenState(token, server) : accessTokenState(token, server)
  })
}

async function refreshTokenState(text: string, server: Server): Promise<TokenState> {
  const { stores, keys, now, idleSeconds } = server
  const active = await readActiveRefreshToken(text, now, server)
  const token = readRefreshToken(text, keys)
  const family = token && (await stores.findFamily(token.familyId))
  if (family === undefined) return inactive('no refresh token of this server, or it expired long ago')
  const { clientId, accountId, authorizationId } = family
  const client = await stores.findClient(clientId)
  const epoch = await stores.findEpoch()
  const status = await stores.findGrantStatus({ accountId, authorizationId, familyId: family.id })
  const scope = formatScope(scopeOf(family.rights))
  const account = status.username ?? accountId
  const found = {
    facts: [
      ['client', clientId],
      ['account', account],
      ['scope', scope],
    ],
    data: { client_id: clientId, account, scope },
  } as const
  if (active !== undefined) return { active: true, reason: '', ...found }
  const cut = whyCutOff(momentOf(family.id, now), { client, status, epoch, isOwn: false })
  if (token?.epoch !== epoch) return inactive('all tokens of this server were revoked since', found)
  const idleEnd = family.rotatedAt + idleSeconds * 1000
  if (family.revoked) return inactive('its token family was revoked', found)
  if (cut !== undefined) return inactive(cut, found)
  const use = judgeUse(token.generation, family, now, server.graceSeconds)
  if (use === 'replay') return inactive('it was used before, and a newer one has followed it', found)
  if (family.expiresAt <= now) return inactive(`its token family expired ${toMoment(family.expiresAt, now)}`, found)
  if (idleEnd <= now) return inactive(`it was not used and expired ${toMoment(idleEnd, now)}`, found)
  if (client === undefined) return inactive(`its client ${clientId} was removed`, found)
  if (client.disabled) return inactive(`its client ${clientId} is disabled`, found)
  return inactive(whyInactiveGrant(status, now), found)
}

async function accessTokenState(token: string, server: Server): Promise<TokenState> {
  const active = await readAccessToken(token, server.now, server)
  if (active === undefined) return inactive(await whyInactive(token, server))
  const { clientId, username, rights, expiresAt } = active
  return {
    active: true,
    reason: '',
    data: { client_id: clientId, account: username ?? null, rights, expires_at: toIso(expiresAt) },
    facts: [
      ['client', clientId],
      ['account', username ?? 'none: it is the client’s own'],
      ['rights now', rights.map(({ resource, scope }) => `${formatScope(scope) || 'none'} at ${resource}`).join('; ')],
      ['expires', toMoment(expiresAt, server.now)],
    ],
  }
}

async function whyInactive(token: string, server: Server): Promise<string> {
  const { stores, now } = server
  const fault = token.startsWith('vka_') ? undefined : findJwtFault(token, server)
  if (fault !== undefined) return fault
  const stored = await findAccessToken(token, server)
  if (stored === undefined) return 'no access token of this server, or it expired long ago'
  if (stored.expiresAt <= now) return `it expired ${toMoment(stored.expiresAt, now)}`
  if (stored.revoked) return 'it was revoked'
  const client = await stores.findClient(stored.clientId)
  if (client === undefined) return `its client ${stored.clientId} was removed`
  if (client.disabled) return `its client ${stored.clientId} is disabled`
  const { status, familyId, issuedAt } = stored
  const grantedAt = familyId === undefined ? issuedAt : momentOf(familyId, now)
  const cut = whyCutOff(grantedAt, {
    client,
    status,
    epoch: await stores.findEpoch(),
    isOwn: stored.accountId === undefined,
  })
  if (cut !== undefined) return cut
  return stored.status === undefined
    ? 'the authorization that it was issued for no longer exists'
    : whyInactiveGrant(stored.status, now)
}

/** Returns why a JWT is not a token of this server; undefined if it is one. */
function findJwtFault(token: string, { keys, issuer }: Server): string | undefined {
  const payload = keys.verify(token, accessTokenType)
  const claims = payload && readAccessTokenClaims(payload)
  if (claims === undefined) return 'none of the published keys signed it'
  return claims.iss === issuer ? undefined : `its issuer is ${claims.iss}, and this server is ${issuer}`
}

interface Cuts {
  readonly client: Client | undefined
  readonly status: GrantStatus | undefined
  readonly epoch: number
  readonly isOwn: boolean
}

/** Returns the reason if everything issued until some moment was revoked, and the token is older. */
function whyCutOff(grantedAt: number, { client, status, epoch, isOwn }: Cuts): string | undefined {
  if (isCutOff(grantedAt, epoch)) return 'all tokens of this server were revoked since'
  if (isCutOff(grantedAt, client?.validAfter ?? 0)) return 'all tokens of its client were revoked since'
  if (isOwn && isCutOff(grantedAt, client?.ownValidAfter ?? 0)) return 'the secret of its client was replaced since'
  if (isCutOff(grantedAt, status?.accountValidAfter ?? 0)) return 'all tokens of its account were revoked since'
  return undefined
}

function whyInactiveGrant({ accountActive, username, authorization, familyRevoked }: GrantStatus, now: number): string {
  if (username === undefined) return 'its account was removed'
  if (!accountActive) return `its account ${username} is disabled`
  if (authorization === undefined) return `${username} revoked its authorization`
  if (authorization.endsAt !== undefined && authorization.endsAt <= now) {
    return `its authorization expired ${toMoment(authorization.endsAt, now)}`
  }
  return familyRevoked ? 'its token family was revoked' : 'the reason is unknown'
}

function inactive(
  reason: string,
  { facts, data }: Pick<TokenState, 'facts' | 'data'> = { facts: [], data: {} },
): TokenState {
  return { active: false, reason, facts, data }
}
