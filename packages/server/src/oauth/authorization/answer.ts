import { makeDatedId, makeDatedSecret } from '../hash.ts'
import type { Authorization, GrantContext, GrantStores, Instant, Owner } from '../ports.ts'
import type { Reply } from '../request.ts'
import { issue, toTokenResponse } from '../tokens/issue.ts'
import type { ReturnAddress } from './errors.ts'
import type { FlowOptions } from './flow.ts'
import type { AuthorizationRequest } from './read-request.ts'
import type { Fields } from './response-mode.ts'

/** An authorization request and the key that answers it. */
export interface Answer {
  readonly request: AuthorizationRequest
  readonly owner: Owner
  readonly now: Instant
  readonly key: Authorization
  /** Whether the key is to be written with the answer. */
  readonly isNew: boolean
}

/** Answers an authorization request with what its response type carries: a code, or a token (RFC 6749 §4.1.2, §4.2.2). */
export async function answer(all: Answer, options: FlowOptions): Promise<Reply> {
  const fields = all.request.responseType.carriesToken
    ? await tokenFields(all, options)
    : await codeFields(all, options)
  return send(all.request.to, fields, options)
}

/** Sends fields to a return address, with `iss` (RFC 9207 §2) and the client's `state`. */
export function send(
  { redirectUri, responseMode, state }: ReturnAddress,
  fields: Fields,
  { issuer, pages }: Pick<FlowOptions, 'issuer' | 'pages'>,
): Reply {
  const all = [...fields, ...(state === undefined ? [] : [['state', state] as const]), ['iss', issuer] as const]
  return responseMode.respond(redirectUri, all, pages)
}

async function codeFields({ request, owner, now, key, isNew }: Answer, options: FlowOptions): Promise<Fields> {
  const { secret: code, hash } = makeDatedSecret('code', now, options.random)
  await options.stores.transaction(async (stores) => {
    if (isNew) await stores.addAuthorization(key, owner.userAgent)
    await stores.addCode({
      hash,
      clientId: request.client.id,
      accountId: owner.accountId,
      authorizationId: key.id,
      familyId: makeDatedId(now, options.random),
      rights: isNew ? key.rights : request.rights,
      redirectUri: request.to.redirectUri,
      redirectUriSent: request.redirectUriSent,
      codeChallenge: request.codeChallenge,
      context: contextOf(owner),
      expiresAt: now + options.codeSeconds * 1000,
    })
  })
  return [['code', code]]
}

/** The context that starts with the session of the resource owner. */
function contextOf({ authenticatedAt, sid, acr, amr }: Owner): GrantContext {
  return {
    authenticatedAt,
    ...(sid === undefined ? {} : { sid }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
  }
}

async function tokenFields({ request, owner, now, key, isNew }: Answer, options: FlowOptions): Promise<Fields> {
  const { accountId } = owner
  const context = contextOf(owner)
  const granted = { accountId, authorizationId: key.id, rights: isNew ? key.rights : request.rights, context }
  const [apis, epoch] = await Promise.all([options.stores.listApis(), options.stores.findEpoch()])
  const issued = await options.stores.transaction(async (stores: GrantStores) => {
    if (isNew) await stores.addAuthorization(key, owner.userAgent)
    const { products } = request.responseType
    return issue({ client: request.client, apis, granted, products, now, epoch }, stores, options)
  })
  options.audit.record({
    type: 'token.issued',
    clientId: request.client.id,
    accountId,
    authorizationId: key.id,
    detail: 'implicit',
  })
  return Object.entries(toTokenResponse(issued, options)).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
