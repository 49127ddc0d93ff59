import { accessTokenType, formatScope, OAuthError, type TokenResponse } from '@valetkey/protocol'
import { type Api, allowedRights } from '../api.ts'
import { type Client, mayRefresh } from '../client.ts'
import { firstEnd, rightsAt } from '../expiring-rights.ts'
import type { Granted, Note } from '../grants/grant.ts'
import { makeDatedId, makeDatedSecret, momentOf } from '../hash.ts'
import type { Authorization, GrantStores, Instant, Keys, Random, Usage } from '../ports.ts'
import { commonRights, type Rights, scopeOf } from '../rights.ts'
import { chooseFormat, type TokenFormat } from './format.ts'
import { writeRefreshToken } from './refresh-token.ts'
import { isCutOff } from './validity.ts'

/** What issuing needs besides the grant's answer. */
export interface IssueOptions {
  readonly issuer: string
  readonly keys: Keys
  readonly random: Random
  readonly usage: Usage
  readonly lifetimes: { readonly accessToken: number; readonly refreshToken: number }
}

/** What is known when the transaction begins. */
export interface Issuance {
  readonly client: Client
  readonly apis: readonly Api[]
  readonly granted: Granted
  readonly now: Instant
  /** The moment until which everything is revoked; 0 for none. */
  readonly epoch: Instant
}

/** What the transaction wrote, ready to be signed and sent when it is on disk. */
export interface Issued {
  readonly accessToken: () => string
  readonly refreshToken: (() => string) | undefined
  readonly expiresIn: number
  readonly rights: Rights
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  readonly note: Note | undefined
}

/**
 * Writes the tokens of every grant: the one gate. Checks that account, key and client still stand,
 * and that no right goes beyond what key and client hold now; stores all in the caller's transaction.
 * @throws OAuthError `invalid_grant` where something no longer stands
 */
export async function issue(issuance: Issuance, stores: GrantStores, options: IssueOptions): Promise<Issued> {
  const { client, granted, now, epoch } = issuance
  if (client.disabled) throw new OAuthError('invalid_client', 'the client is disabled')
  const grantedAt = granted.family === undefined ? now : momentOf(granted.family.id, now)
  if (isCutOff(grantedAt, client.validAfter)) throw allRevoked('the client')
  if (isCutOff(grantedAt, epoch)) throw allRevoked('this server')
  const key =
    granted.accountId === undefined
      ? undefined
      : await standingKey(granted.accountId, { ...issuance, grantedAt }, stores, options)
  const wanted = granted.tokenRights ?? granted.rights
  const held = key ? commonRights(wanted, rightsAt(key, now)) : wanted
  const rights = allowedRights(held, client, issuance.apis, key?.createdAt ?? now)
  // A token without a right is for the issuer, which may be the identifier of an API: there is one only where no API is.
  if (rights.length === 0 && (wanted.length > 0 || issuance.apis.length > 0)) {
    const why = 'it was revoked by the user or removed from the client or the API'
    throw new OAuthError('invalid_grant', `the granted scope is no longer available: ${why}`)
  }
  const format = chooseFormat(rights, issuance.apis)
  await granted.spend?.()
  const lifetime = (format.lifetime ?? options.lifetimes.accessToken) * 1000
  // A token outlives none of the scopes that it carries.
  const expiresAt = Math.min(now + lifetime, key ? firstEnd(key, rights) : Infinity)
  const family = key && continueFamily(key, issuance, stores, options)
  const token = { client, granted, key, rights, now, expiresAt, familyId: family?.id }
  // Neither write needs the other's answer: they go out together.
  const [accessToken] = await Promise.all([writeAccessToken(token, format, stores, options), family?.written])
  return {
    accessToken,
    refreshToken: family?.refreshable
      ? () => writeRefreshToken({ familyId: family.id, generation: family.generation, epoch }, options.keys)
      : undefined,
    expiresIn: Math.floor((expiresAt - now) / 1000),
    rights,
    accountId: key?.accountId,
    authorizationId: key?.id,
    note: granted.note,
  }
}

/** Turns what was issued into the answer of RFC 6749 §5.1; call it once the transaction is on disk. */
export function toTokenResponse(issued: Issued): TokenResponse {
  const scope = formatScope(scopeOf(issued.rights))
  return {
    access_token: issued.accessToken(),
    token_type: 'Bearer',
    expires_in: issued.expiresIn,
    ...(issued.refreshToken ? { refresh_token: issued.refreshToken() } : {}),
    ...(scope === '' ? {} : { scope }),
  }
}

async function standingKey(
  accountId: string,
  { client, granted, now, epoch, grantedAt }: Issuance & { readonly grantedAt: Instant },
  stores: GrantStores,
  { random, lifetimes }: IssueOptions,
): Promise<Authorization> {
  const { authorizationId } = granted
  const standing = granted.standing ?? (await stores.findStanding({ accountId, authorizationId }))
  if (!standing.accountActive) throw new OAuthError('invalid_grant', 'the account is disabled or was removed')
  if (isCutOff(grantedAt, standing.accountValidAfter)) throw allRevoked('the account')
  if (authorizationId !== undefined) {
    const key = standing.authorization
    if (key === undefined || isCutOff(key.createdAt, epoch)) {
      throw new OAuthError('invalid_grant', 'the authorization was revoked')
    }
    if (key.clientId !== client.id) throw new OAuthError('invalid_grant', 'the authorization is of another client')
    if (key.endsAt !== undefined && key.endsAt <= now)
      throw new OAuthError('invalid_grant', 'the authorization has expired')
    return key
  }
  const seconds = mayRefresh(client) ? lifetimes.refreshToken : lifetimes.accessToken
  const key = {
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
  await stores.addAuthorization(key)
  return key
}

function allRevoked(of: string): OAuthError {
  return new OAuthError('invalid_grant', `the grant was revoked: all tokens of ${of} were revoked after it was issued`)
}

interface Line {
  readonly id: string
  readonly generation: number
  readonly refreshable: boolean
  /** Resolves when a new line is written. */
  readonly written?: Promise<unknown>
}

function continueFamily(
  key: Authorization,
  { client, granted, now }: Issuance,
  stores: GrantStores,
  { random, lifetimes }: IssueOptions,
): Line {
  const line = granted.family
  // A line that was rotated goes on: the token that was used is spent, and its successor must be in the answer (RFC 6749 §6).
  if (line !== undefined && line.generation > 0) {
    return { id: line.id, generation: line.generation, refreshable: mayRefresh(client) }
  }
  // A key for "just this once" is spent with its first access token (RFC 6749 §5.1: a refresh token is optional).
  const refreshable = mayRefresh(client) && (key.remembered || granted.authorizationId === undefined)
  const family = {
    id: line?.id ?? makeDatedId(now, random),
    clientId: client.id,
    accountId: key.accountId,
    authorizationId: key.id,
    rights: granted.rights,
    authenticatedAt: granted.authenticatedAt ?? now,
    generation: 0,
    rotatedAt: now,
    expiresAt: Math.min(now + lifetimes.refreshToken * 1000, key.endsAt ?? Infinity),
    revoked: false,
    usedFrom: undefined,
  }
  return { id: family.id, generation: 0, refreshable, written: stores.addFamily(family) }
}

interface NewToken {
  readonly client: Client
  readonly granted: Granted
  readonly key: Authorization | undefined
  readonly rights: Rights
  readonly now: Instant
  readonly expiresAt: Instant
  readonly familyId: string | undefined
}

async function writeAccessToken(
  token: NewToken,
  format: TokenFormat,
  stores: GrantStores,
  { issuer, keys, random }: IssueOptions,
): Promise<() => string> {
  const { client, granted, key, rights, now, expiresAt, familyId } = token
  const audience = rights.map((right) => right.resource)
  if (format.name === 'opaque') {
    const { secret, hash } = makeDatedSecret('access_token', now, random)
    await stores.addAccessToken({
      hash,
      id: random(16),
      clientId: client.id,
      accountId: granted.accountId,
      authorizationId: key?.id,
      familyId,
      rights,
      issuedAt: now,
      expiresAt,
    })
    return () => secret
  }
  const scope = formatScope(scopeOf(rights))
  const claims = {
    iss: issuer,
    sub: granted.accountId ?? client.id,
    aud: audience.length === 1 ? audience[0] : audience.length === 0 ? issuer : audience,
    client_id: client.id,
    iat: Math.floor(now / 1000),
    exp: Math.floor(expiresAt / 1000),
    // The family's id comes first, so that introspection finds it; else the moment, which `iat` gives in seconds only.
    jti: familyId === undefined ? makeDatedId(now, random) : `${familyId}.${random(8)}`,
    ...(scope === '' ? {} : { scope }),
    ...(granted.authenticatedAt === undefined ? {} : { auth_time: Math.floor(granted.authenticatedAt / 1000) }),
  }
  return () => keys.sign(format.algorithm, accessTokenType, claims)
}
