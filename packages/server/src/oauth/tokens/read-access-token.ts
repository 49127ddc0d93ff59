import { accessTokenType, readAccessTokenClaims } from '@valetkey/protocol'
import type { Api } from '../api.ts'
import { allowedRights, allowedScope, findApi } from '../api.ts'
import type { Client } from '../client.ts'
import { hashSecret } from '../hash.ts'
import type { Instant, Keys, OAuthStores, Standing } from '../ports.ts'
import { commonRights, type Rights } from '../rights.ts'

/** An access token that is valid at this moment, with the rights that it has at this moment. */
export interface ActiveToken {
  readonly id: string
  readonly clientId: string
  readonly accountId: string | undefined
  readonly username: string | undefined
  readonly authorizationId: string | undefined
  readonly rights: Rights
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** Ends this one token. */
  readonly revoke: (now: Instant) => Promise<void>
}

/** What reading a token needs. */
export interface ReadTokenOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'verify'>
  readonly stores: OAuthStores
}

/** Reads an access token of ours, opaque or JWT; undefined unless it, its key, its account and its client stand now. */
export async function readAccessToken(
  token: string,
  now: Instant,
  options: ReadTokenOptions,
): Promise<ActiveToken | undefined> {
  const read = token.startsWith('vka_') ? await readOpaque(token, options) : await readJwt(token, options)
  if (read === undefined || read.expiresAt <= now) return undefined
  const client = await options.stores.findClient(read.clientId)
  if (client === undefined || client.disabled) return undefined
  if (read.accountId === undefined) return { ...read, username: undefined, authorizationId: undefined }
  const key = standingKey(read.standing, now)
  if (key === undefined) return undefined
  return {
    ...read,
    username: read.standing?.username,
    authorizationId: key.id,
    rights: commonRights(read.rights, key.rights),
    expiresAt: Math.min(read.expiresAt, key.endsAt ?? Infinity),
  }
}

interface StoredToken extends Omit<ActiveToken, 'username' | 'authorizationId'> {
  readonly standing: Standing | undefined
}

function standingKey(standing: Standing | undefined, now: Instant) {
  if (standing === undefined || !standing.accountActive || standing.familyRevoked) return undefined
  const key = standing.authorization
  return key !== undefined && (key.endsAt ?? Infinity) > now ? key : undefined
}

async function readOpaque(token: string, { stores }: ReadTokenOptions): Promise<StoredToken | undefined> {
  const hash = hashSecret('access_token', token)
  const stored = await stores.findAccessToken(hash)
  if (stored === undefined || stored.revoked) return undefined
  const client = await stores.findClient(stored.clientId)
  const rights = client ? allowedRights(stored.rights, client, await stores.listApis()) : []
  if (rights.length === 0) return undefined
  return { ...stored, rights, revoke: (now) => stores.revokeAccessToken(hash, now) }
}

async function readJwt(token: string, options: ReadTokenOptions): Promise<StoredToken | undefined> {
  const { keys, stores, issuer } = options
  const payload = keys.verify(token, accessTokenType)
  const claims = payload && readAccessTokenClaims(payload)
  if (claims === undefined || claims.iss !== issuer || (await stores.isJwtRevoked(claims.jti))) return undefined
  const expiresAt = claims.exp * 1000
  const base = {
    id: claims.jti,
    clientId: claims.client_id,
    issuedAt: claims.iat * 1000,
    expiresAt,
    rights: rightsOfClaims(claims, await stores.listApis(), await stores.findClient(claims.client_id)),
    revoke: () => stores.revokeJwt(claims.jti, expiresAt),
  }
  const [familyId, rest] = claims.jti.split('.')
  if (familyId === undefined || rest === undefined) return { ...base, accountId: undefined, standing: undefined }
  const family = await stores.findFamily(familyId)
  if (family === undefined) return undefined
  const { accountId, authorizationId } = family
  return { ...base, accountId, standing: await stores.findStanding({ accountId, authorizationId, familyId }) }
}

/** A token for several APIs carries one list of names; each API has those that it defines. */
function rightsOfClaims(
  claims: { readonly aud: string | readonly string[]; readonly scope?: string },
  apis: readonly Api[],
  client: Client | undefined,
): Rights {
  const names = claims.scope?.split(' ') ?? []
  const audience = typeof claims.aud === 'string' ? [claims.aud] : claims.aud
  return audience.map((resource) => {
    const api = findApi(apis, resource)
    const allowed = api && client ? allowedScope(client, api) : undefined
    return { resource, scope: allowed === undefined ? [] : names.filter((name) => allowed.includes(name)) }
  })
}
