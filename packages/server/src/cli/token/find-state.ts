import { accessTokenType, formatScope, readAccessTokenClaims } from '@valetkey/protocol'
import { loadSigningKeys } from '../../maintenance/signing-keys.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { OAuthStores, Standing } from '../../oauth/ports.ts'
import { scopeOf } from '../../oauth/rights.ts'
import { createKeyRing, type KeyRing } from '../../oauth/tokens/key-ring.ts'
import { readAccessToken } from '../../oauth/tokens/read-access-token.ts'
import { readActiveRefreshToken } from '../../oauth/tokens/read-refresh-token.ts'
import { isRefreshToken, readRefreshToken } from '../../oauth/tokens/refresh-token.ts'
import { random } from '../../random.ts'
import { createCatalog } from '../../storage/stores/catalog.ts'
import { createOAuthStores } from '../../storage/stores/oauth-stores.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import { toMoment } from '../outcome.ts'
import { decodeJwt } from './decode-jwt.ts'

/** Whether a token is valid at its server, and if not, why. */
export interface TokenState {
  readonly active: boolean
  readonly reason: string
  readonly facts: readonly (readonly [name: string, value: string])[]
}

interface Server {
  readonly issuer: string
  readonly idleSeconds: number
  readonly stores: OAuthStores
  readonly keys: KeyRing
  readonly now: number
}

/** Looks a token up as introspection does (RFC 7662), and says what introspection may not: the reason. */
export async function findState(token: string, options: CommonOptions): Promise<TokenState> {
  return withGround(options, 'refuse', async (ground) => {
    const { config, database, now } = ground
    const secret = ground.secret()
    const keys = createKeyRing({ macKey: secret.key('refresh tokens'), clock: () => now })
    keys.replace(await loadSigningKeys(now, { store: createSigningKeyStore(database, ground.admin), secret, random }))
    const stores = createOAuthStores(database, createCatalog(database))
    const idleSeconds = config.lifetimes.refreshTokenIdle
    const named = options.config !== undefined || process.env.VALETKEY_ISSUER !== undefined
    // A database alone does not say who its server is: then the token's own word is taken, its signature being ours.
    const issuer = named ? config.issuer : String(decodeJwt(token)?.claims.iss ?? config.issuer)
    const server = { issuer, idleSeconds, stores, keys, now }
    return isRefreshToken(token) ? refreshTokenState(token, server) : accessTokenState(token, server)
  })
}

async function refreshTokenState(text: string, server: Server): Promise<TokenState> {
  const { stores, keys, now, idleSeconds } = server
  const active = await readActiveRefreshToken(text, now, server)
  const token = readRefreshToken(text, keys)
  const family = token && (await stores.findFamily(token.familyId))
  if (family === undefined) return dead('no refresh token of this server, or it ended long ago')
  const { clientId, accountId, authorizationId } = family
  const standing = await stores.findStanding({ accountId, authorizationId, familyId: family.id })
  const facts = [
    ['client', clientId],
    ['account', standing.username ?? accountId],
    ['scope', formatScope(scopeOf(family.rights))],
  ] as const
  if (active !== undefined) return { active: true, reason: '', facts }
  const idleEnd = family.rotatedAt + idleSeconds * 1000
  if (family.revoked) return dead('its line of tokens was revoked', facts)
  if (token?.generation !== family.generation) return dead('it was used before, and a newer one has followed it', facts)
  if (family.expiresAt <= now) return dead(`its line of tokens ended ${toMoment(family.expiresAt, now)}`, facts)
  if (idleEnd <= now) return dead(`nobody used it, so it ended ${toMoment(idleEnd, now)}`, facts)
  return dead(whyNotStanding(standing, now), facts)
}

async function accessTokenState(token: string, server: Server): Promise<TokenState> {
  const active = await readAccessToken(token, server.now, server)
  if (active === undefined) return dead(await whyInactive(token, server))
  const { clientId, username, rights, expiresAt } = active
  return {
    active: true,
    reason: '',
    facts: [
      ['client', clientId],
      ['account', username ?? 'none: it is the client’s own'],
      ['rights now', rights.map(({ resource, scope }) => `${formatScope(scope) || 'none'} at ${resource}`).join('; ')],
      ['ends', toMoment(expiresAt, server.now)],
    ],
  }
}

async function whyInactive(token: string, server: Server): Promise<string> {
  const { stores, now } = server
  const stored = token.startsWith('vka_') ? await findOpaque(token, server) : await findJwt(token, server)
  if (typeof stored === 'string') return stored
  if (stored.expiresAt <= now) return `it ended ${toMoment(stored.expiresAt, now)}`
  if (stored.revoked) return 'it was revoked'
  const client = await stores.findClient(stored.clientId)
  if (client === undefined) return `its client ${stored.clientId} was removed`
  if (client.disabled) return `its client ${stored.clientId} is disabled`
  return stored.standing === undefined ? 'what it came from is gone' : whyNotStanding(stored.standing, now)
}

interface Found {
  readonly clientId: string
  readonly expiresAt: number
  readonly revoked: boolean
  readonly standing: Standing | undefined
}

async function findOpaque(token: string, { stores }: Server): Promise<Found | string> {
  const found = await stores.findAccessToken(hashSecret('access_token', token))
  return found ?? 'no access token of this server, or it ended long ago'
}

async function findJwt(token: string, { stores, keys, issuer }: Server): Promise<Found | string> {
  const payload = keys.verify(token, accessTokenType)
  const claims = payload && readAccessTokenClaims(payload)
  if (claims === undefined) return 'none of the published keys signed it'
  if (claims.iss !== issuer) return `its issuer is ${claims.iss}, and this server is ${issuer}`
  const [familyId, rest] = claims.jti.split('.')
  const family = familyId === undefined || rest === undefined ? undefined : await stores.findFamily(familyId)
  const standing = family && (await stores.findStanding({ ...family, familyId: family.id }))
  const revoked = await stores.isJwtRevoked(claims.jti)
  return { clientId: claims.client_id, expiresAt: claims.exp * 1000, revoked, standing }
}

function whyNotStanding({ accountActive, username, authorization, familyRevoked }: Standing, now: number): string {
  if (username === undefined) return 'its account was removed'
  if (!accountActive) return `its account ${username} is disabled`
  if (authorization === undefined) return `${username} took its key back`
  if (authorization.endsAt !== undefined && authorization.endsAt <= now) {
    return `its key ended ${toMoment(authorization.endsAt, now)}`
  }
  return familyRevoked ? 'its line of tokens was revoked' : 'the server does not say why'
}

function dead(reason: string, facts: TokenState['facts'] = []): TokenState {
  return { active: false, reason, facts }
}
