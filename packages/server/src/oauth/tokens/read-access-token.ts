import { accessTokenType, intersect, readAccessTokenClaims } from '@valetkey/protocol'
import { allowedRights, type Catalog, findApi } from '../api.ts'
import type { Client } from '../client.ts'
import { firstEnd, rightsAt } from '../expiring-rights.ts'
import type { GrantContext, JsonObject } from '../grant-context.ts'
import { hashSecret, momentOf } from '../hash.ts'
import { type ServedIdentity, toIdentityRights } from '../identity-scopes.ts'
import { subjectOf } from '../openid/subject.ts'
import type { Authorization, GrantStatus, Instant, Keys, OAuthStores } from '../ports.ts'
import { commonRights, type Rights } from '../rights.ts'
import { repeatedClaims, repeatedClaimsOf } from './introspected-claims.ts'
import { isCutOff } from './validity.ts'

/** An access token that we issued, valid or not. */
export interface IssuedToken {
  readonly id: string
  readonly clientId: string
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  readonly familyId: string | undefined
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** Claims besides those of every access token. */
  readonly claims: JsonObject | undefined
  readonly context: GrantContext | undefined
  /** Revokes this one token. */
  readonly revoke: (now: Instant) => Promise<void>
}

/** An access token that is valid at this moment, with the rights that it has at this moment. */
export interface ActiveToken extends IssuedToken {
  readonly client: Client
  readonly username: string | undefined
  /** The `sub`: the client itself where it acts for itself. */
  readonly subject: string
  readonly rights: Rights
  /** What the user allows the client now; undefined where the client acts for itself. */
  readonly authorization: Authorization | undefined
}

/** What reading a token needs. */
export interface ReadTokenOptions extends ServedIdentity {
  readonly issuer: string
  readonly keys: Pick<Keys, 'verify' | 'mac'>
  readonly stores: OAuthStores
}

/** Reads an access token of this server, opaque or JWT; undefined unless it, its authorization, its account and its client are active. */
export async function readAccessToken(
  token: string,
  now: Instant,
  options: ReadTokenOptions,
): Promise<ActiveToken | undefined> {
  const read = await readStored(token, options)
  if (read === undefined || read.revoked || read.expiresAt <= now || read.rights.length === 0) return undefined
  const { client } = read
  if (client === undefined || client.disabled) return undefined
  const epoch = await options.stores.findEpoch()
  const grantedAt = read.familyId === undefined ? read.issuedAt : momentOf(read.familyId, now)
  if (isCutOff(grantedAt, epoch, client.validAfter, read.status?.accountValidAfter ?? 0)) return undefined
  if (read.accountId === undefined) {
    if (isCutOff(grantedAt, client.ownValidAfter)) return undefined
    const none = { username: undefined, authorizationId: undefined, authorization: undefined }
    return { ...read, ...none, client, subject: client.id }
  }
  const authorization = activeAuthorization(read.status, now)
  if (authorization === undefined || isCutOff(authorization.createdAt, epoch)) return undefined
  const rights = read.isForIssuer ? read.rights : commonRights(read.rights, rightsAt(authorization, now))
  if (rights.length === 0) return undefined
  return {
    ...read,
    client,
    // Who the user is would undo a pairwise subject.
    username: client.metadata.subject_type === 'pairwise' ? undefined : read.status?.username,
    subject: subjectOf(read.accountId, client, options.keys),
    authorization,
    authorizationId: authorization.id,
    rights,
    expiresAt: Math.min(read.expiresAt, firstEnd(authorization, rights)),
  }
}

/** Finds an access token of this server for revocation, even if it is not active for another reason. */
export function findAccessToken(token: string, options: ReadTokenOptions): Promise<StoredToken | undefined> {
  return readStored(token, options)
}

/** An access token with what decides whether it is valid. */
export interface StoredToken extends IssuedToken {
  readonly revoked: boolean
  readonly client: Client | undefined
  readonly rights: Rights
  /** Issued if there is no API at all: it carries no right. */
  readonly isForIssuer: boolean
  readonly status: GrantStatus | undefined
}

function readStored(token: string, options: ReadTokenOptions): Promise<StoredToken | undefined> {
  return token.startsWith('vka_') ? readOpaque(token, options) : readJwt(token, options)
}

function activeAuthorization(status: GrantStatus | undefined, now: Instant) {
  if (status === undefined || !status.accountActive || status.familyRevoked) return undefined
  const { authorization } = status
  return authorization !== undefined && (authorization.endsAt ?? Infinity) > now ? authorization : undefined
}

async function readOpaque(
  token: string,
  { stores, identityScopes, scopeClaims }: ReadTokenOptions,
): Promise<StoredToken | undefined> {
  const hash = hashSecret('access_token', token)
  const stored = await stores.findAccessToken(hash)
  if (stored === undefined) return undefined
  const client = await stores.findClient(stored.clientId)
  const grantedAt = stored.status?.authorization?.createdAt ?? stored.issuedAt
  const catalog = { apis: await stores.listApis(), identityScopes, scopeClaims }
  const rights = client ? allowedRights(stored.rights, client, catalog, grantedAt) : []
  const claims = repeatedClaimsOf(stored)
  return { ...stored, client, rights, claims, isForIssuer: false, revoke: (now) => stores.revokeAccessToken(hash, now) }
}

async function readJwt(token: string, options: ReadTokenOptions): Promise<StoredToken | undefined> {
  const { keys, stores, issuer, identityScopes, scopeClaims } = options
  const payload = keys.verify(token, accessTokenType)
  const claims = payload && readAccessTokenClaims(payload)
  if (payload === undefined || claims === undefined || claims.iss !== issuer) return undefined
  const expiresAt = claims.exp * 1000
  const issuedAt = readIssuedAt(claims.jti, claims.iat)
  const [familyId, rest] = claims.jti.split('.')
  const isOwn = familyId === undefined || rest === undefined
  const family = isOwn ? undefined : await stores.findFamily(familyId)
  if (!isOwn && family === undefined) return undefined
  const { accountId, authorizationId } = family ?? {}
  const status =
    accountId === undefined
      ? undefined
      : await stores.findGrantStatus({ accountId, authorizationId, familyId: family?.id })
  const [apis, client] = await Promise.all([stores.listApis(), stores.findClient(claims.client_id)])
  // With a scope it is for identity alone.
  const isForIssuer = claims.aud === issuer && claims.scope === undefined && findApi(apis, issuer) === undefined
  const grantedAt = status?.authorization?.createdAt ?? issuedAt
  return {
    id: claims.jti,
    clientId: claims.client_id,
    client,
    accountId,
    authorizationId,
    familyId: family?.id,
    issuedAt,
    expiresAt,
    claims: repeatedClaims(payload),
    context: family?.context,
    status,
    rights: isForIssuer
      ? [{ resource: issuer, scope: [] }]
      : rightsOfClaims(claims, { apis, identityScopes, scopeClaims }, client, grantedAt),
    isForIssuer,
    revoked: await stores.isJwtRevoked(claims.jti),
    revoke: () => stores.revokeJwt(claims.jti, expiresAt),
  }
}

/** `iat` has seconds only; the `jti` of a token that a client got for itself begins with the millisecond. */
function readIssuedAt(jti: string, iat: number): Instant {
  const moment = momentOf(jti, iat * 1000)
  return Math.floor(moment / 1000) === iat ? moment : iat * 1000
}

/**
 * A token carries one list of names, of which each API defines its own: none if it is the audience alone. The others are
 * identity scopes, or names that are no longer defined.
 */
function rightsOfClaims(
  claims: { readonly aud: string | readonly string[]; readonly scope?: string },
  catalog: Catalog,
  client: Client | undefined,
  grantedAt: Instant,
): Rights {
  if (client === undefined) return []
  const { apis, identityScopes } = catalog
  const scope = claims.scope?.split(' ') ?? []
  const identity = identityScopes.length === 0 ? [] : intersect(scope, identityScopes)
  if (typeof claims.aud === 'string' && identity.length === 0) {
    return allowedRights([{ resource: claims.aud, scope }], client, catalog, grantedAt)
  }
  const audience = typeof claims.aud === 'string' ? [claims.aud] : claims.aud
  const rights = audience.map((resource) => {
    const defined = findApi(apis, resource)?.scopes.map(({ name }) => name) ?? []
    const own =
      audience.length === 1
        ? scope.filter((name) => defined.includes(name) || !identity.includes(name))
        : intersect(scope, defined)
    return { resource, scope: own }
  })
  return allowedRights([...toIdentityRights(identity), ...rights], client, catalog, grantedAt)
}
