import { OAuthError } from '@valetkey/protocol'
import { type Api, allowedRights } from '../api.ts'
import type { Client } from '../client.ts'
import { firstEnd, rightsAt } from '../expiring-rights.ts'
import { type JsonObject, withoutNonce } from '../grant-context.ts'
import type { Granted, Note } from '../grants/grant.ts'
import { mayRefresh } from '../grants/refresh-token.ts'
import { makeDatedId, momentOf } from '../hash.ts'
import type { ServedIdentity } from '../identity-scopes.ts'
import type { Authorization, GrantStores, Instant, Usage } from '../ports.ts'
import type { Recipient } from '../protected-responses/encryption.ts'
import { commonRights, scopeOf } from '../rights.ts'
import { activeAuthorization, everythingRevoked } from './active-authorization.ts'
import { refuseReserved } from './extra-members.ts'
import { chooseFormat } from './format.ts'
import type { FamilyMember, Issuance, ProductOptions, TokenProduct } from './product.ts'
import { isCutOff } from './validity.ts'

/** What issuing needs besides the grant's decision. */
export interface IssueOptions extends ProductOptions, ServedIdentity {
  readonly usage: Usage
}

/** What is known when the transaction begins. */
export interface IssueRequest {
  readonly client: Client
  readonly apis: readonly Api[]
  readonly granted: Granted
  /** What may be issued, in the order of the response. */
  readonly products: readonly TokenProduct[]
  readonly now: Instant
  /** The moment until which everything is revoked; 0 for none. */
  readonly epoch: Instant
  /** Whom ID tokens are encrypted for, found before the transaction; undefined if the client gets them unencrypted. */
  readonly recipient: Recipient | undefined
}

/** What the transaction wrote, ready to be signed and sent when it is on disk. */
export interface Issued {
  readonly products: readonly TokenProduct[]
  /** What each product wrote, in the same order. */
  readonly written: readonly unknown[]
  /** Members that the grant adds to the response. */
  readonly response: JsonObject | undefined
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  readonly note: Note | undefined
}

/**
 * Issues the tokens of every grant: the one gate. It checks that account, authorization and client are active, and that no
 * right goes beyond what authorization and client hold now. Everything is stored in the transaction of the caller.
 * @throws OAuthError `invalid_grant` if one of them is not
 */
export async function issue(request: IssueRequest, stores: GrantStores, options: IssueOptions): Promise<Issued> {
  const { client, granted, apis, now, epoch, recipient } = request
  if (client.disabled) throw new OAuthError('invalid_client', 'the client is disabled')
  const grantedAt = granted.family === undefined ? now : momentOf(granted.family.id, now)
  if (isCutOff(grantedAt, client.validAfter)) throw everythingRevoked('the client')
  if (isCutOff(grantedAt, epoch)) throw everythingRevoked('this server')
  const authorization =
    granted.accountId === undefined
      ? undefined
      : await activeAuthorization({ ...request, accountId: granted.accountId, grantedAt }, stores, options)
  const wanted = granted.tokenRights ?? granted.rights
  const held = authorization ? commonRights(wanted, rightsAt(authorization, now)) : wanted
  const rights = allowedRights(
    held,
    client,
    { apis, identityScopes: options.identityScopes, scopeClaims: options.scopeClaims },
    authorization?.createdAt ?? now,
  )
  // A token without a right is for the issuer, which may be the identifier of an API: there is one only where no API is.
  if (rights.length === 0 && (wanted.length > 0 || apis.length > 0)) {
    const why = 'it was revoked by the user or removed from the client or the API'
    throw new OAuthError('invalid_grant', `the granted scope is no longer available: ${why}`)
  }
  const format = chooseFormat(rights, apis)
  if (granted.response) {
    const reserved = new Set(request.products.flatMap((product) => product.members))
    refuseReserved(granted.response, reserved, 'response member')
  }
  if (granted.rotation) await stores.rotateFamily(granted.rotation)
  const lifetime = (format.lifetime ?? options.lifetimes.accessToken) * 1000
  // A token outlives none of the scopes that it carries.
  const expiresAt = Math.min(now + lifetime, authorization ? firstEnd(authorization, rights) : Infinity)
  const family = authorization && memberOf(authorization, request, options)
  const dates = { now, expiresAt, epoch }
  const base = { client, apis, granted, authorization, rights, format, family, recipient, ...dates, user: undefined }
  const products = request.products.filter((product) => product.isWanted(base))
  const needsUser = granted.accountId !== undefined && products.some((product) => product.needsUser?.(base))
  const issuance: Issuance = needsUser ? { ...base, user: await readUser(base, granted.accountId, stores) } : base
  // No write needs the result of another: they go out together.
  const [, ...written] = await Promise.all([
    addNewFamily(issuance, stores, options),
    ...products.map((product) => begin(product, issuance, stores, options)),
  ])
  return {
    products,
    written,
    response: granted.response,
    accountId: authorization?.accountId,
    authorizationId: authorization?.id,
    note: granted.note,
  }
}

/**
 * Joins the response of RFC 6749 §5.1 from what was issued. Call it once the transaction is on disk.
 * @param before the members that the response has already, which are not repeated
 */
export async function toTokenResponse(
  issued: Issued,
  options: Pick<ProductOptions, 'keys'>,
  before: JsonObject = {},
): Promise<JsonObject> {
  let response: JsonObject = {}
  let index = 0
  for (const product of issued.products) {
    const members = product.respond(issued.written[index++], options, { ...before, ...response })
    response = { ...response, ...(members instanceof Promise ? await members : members) }
  }
  return issued.response === undefined ? response : { ...response, ...issued.response }
}

/** An error becomes a rejection, so that no write that was begun is left unawaited. */
function begin(product: TokenProduct, issuance: Issuance, stores: GrantStores, options: IssueOptions): unknown {
  try {
    return product.write(issuance, stores, options)
  } catch (cause) {
    return Promise.reject(cause)
  }
}

/** Reads the user before anything is written: a failure leaves no write unawaited. */
async function readUser({ client, rights }: Issuance, accountId: string, stores: GrantStores): Promise<JsonObject> {
  return (await stores.findUserClaims({ accountId, client, scope: scopeOf(rights) })) ?? {}
}

function memberOf(
  authorization: Authorization,
  { client, granted, now }: IssueRequest,
  { random }: IssueOptions,
): FamilyMember {
  const { family } = granted
  // A rotated family continues: the token that was used is spent, and its successor must be in the response (RFC 6749 §6).
  if (family !== undefined && family.generation > 0) {
    return { id: family.id, generation: family.generation, refreshable: mayRefresh(client) }
  }
  // An authorization for "just this once" is spent with its first access token (RFC 6749 §5.1: a refresh token is optional).
  const refreshable = mayRefresh(client) && (authorization.remembered || granted.authorizationId === undefined)
  return { id: family?.id ?? makeDatedId(now, random), generation: 0, refreshable }
}

/** Adds the family of the tokens, unless they continue one. A family is there without refresh tokens too: it revokes access tokens. */
function addNewFamily(
  { client, granted, authorization, family, now }: Issuance,
  stores: GrantStores,
  { lifetimes }: IssueOptions,
): Promise<void> | undefined {
  if (authorization === undefined || family === undefined || family.generation > 0) return undefined
  return stores.addFamily({
    id: family.id,
    clientId: client.id,
    accountId: authorization.accountId,
    authorizationId: authorization.id,
    rights: granted.rights,
    context: withoutNonce(granted.context ?? { authenticatedAt: now }),
    generation: 0,
    rotatedAt: now,
    expiresAt: Math.min(now + lifetimes.refreshToken * 1000, authorization.endsAt ?? Infinity),
    revoked: false,
    usedFrom: undefined,
  })
}
