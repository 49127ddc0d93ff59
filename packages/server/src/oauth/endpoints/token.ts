import { OAuthError, readParameters } from '@valetkey/protocol'
import { isPublic } from '../client.ts'
import { authenticateClient, type ClientAuthenticationOptions } from '../client-authentication/authenticate-client.ts'
import type { Grant, GrantAnswer, GrantServices, Redeemed, Replayed } from '../grants/grant.ts'
import { allows } from '../insecure-option.ts'
import type { Audit, Clock, GrantStores, OAuthStores, Usage } from '../ports.ts'
import type { Encryption } from '../protected-responses/encryption.ts'
import { jsonReply, type OAuthRequest, originOf, type Reply } from '../request.ts'
import type { Route } from '../router.ts'
import { idTokenName } from '../tokens/id-token.ts'
import { type Issued, type IssueOptions, type IssueRequest, issue, toTokenResponse } from '../tokens/issue.ts'
import type { TokenProduct } from '../tokens/product.ts'
import { authenticationMetadata } from './authentication-metadata.ts'
import { readForm } from './read-form.ts'
import { readFormOrJson } from './read-form-or-json.ts'

export interface TokenOptions extends IssueOptions {
  readonly grants: readonly Grant[]
  readonly products: readonly TokenProduct[]
  readonly clientAuthentication: ClientAuthenticationOptions
  readonly stores: OAuthStores
  readonly clock: Clock
  readonly audit: Audit
  readonly usage: Usage
  readonly services: GrantServices
  readonly encryption: Encryption
}

/** Also the audience of assertions that some clients make. */
export const tokenPath = '/token'

/** Where the libraries of Auth0 look for the token endpoint; they read no metadata. */
const auth0Path = '/oauth/token'

export function tokenRoutes(options: TokenOptions): readonly Route[] {
  const { clientAuthenticationMethods } = options.clientAuthentication.features
  const common = { errors: 'json', cors: true } as const
  return [
    {
      ...common,
      path: tokenPath,
      methods: { POST: tokenEndpoint(options, readForm) },
      metadata: { member: 'token_endpoint', ...authenticationMetadata(clientAuthenticationMethods) },
    },
    { ...common, path: auth0Path, methods: { POST: tokenEndpoint(options, readFormOrJson) } },
  ]
}

/** The token endpoint (RFC 6749 §3.2, §5). */
function tokenEndpoint(options: TokenOptions, read: typeof readForm): (request: OAuthRequest) => Promise<Reply> {
  const grants = new Map(options.grants.map((grant) => [grant.type, grant]))
  return async (request) => {
    const form = await read(request)
    const { grant_type } = readParameters(form, { grant_type: 'required' })
    const client = await authenticateClient(request, form, options.clientAuthentication)
    const grant = grants.get(grant_type)
    if (grant === undefined)
      throw new OAuthError('unsupported_grant_type', 'grant_type is not supported by this server')
    if (!client.grantTypes.includes(grant.type)) {
      const registered = client.grantTypes.join(' ') || 'none'
      throw new OAuthError(
        'unauthorized_client',
        `this client is not registered for grant_type ${grant.type}; its grant_types: ${registered}`,
      )
    }
    if (isPublic(client) && !grant.openToPublicClients) {
      throw new OAuthError('unauthorized_client', 'a public client may not use this grant type')
    }
    if (grant.insecureOption !== undefined && !allows(client, grant.insecureOption)) {
      throw new OAuthError('unauthorized_client', `this client may not use the ${grant.type} grant`, {
        clause: grant.insecureOption.clause,
      })
    }
    const now = options.clock()
    const address = request.remoteAddress
    const asked = {
      client,
      form,
      now,
      address,
      userAgent: request.headers.get('user-agent') ?? undefined,
      requestId: () => request.id,
    }
    const answer = await grant.authorize(asked, options.services)
    // Both are in memory.
    const apis = await options.stores.listApis()
    const epoch = await options.stores.findEpoch()
    const keySearch = options.encryption.recipient(client, idTokenName)
    const recipient = keySearch && (await keySearch)
    const issuing = { client, apis, products: options.products, now, epoch, recipient }
    const outcome = await options.stores.transaction(
      (stores) => settle(answer, issuing, stores, options),
      'redeem' in answer ? answer.key : undefined,
    )
    if (outcome.outcome === 'replayed') {
      const { kind, accountId, authorizationId } = outcome
      options.audit.record({
        type: 'token.replayed',
        clientId: client.id,
        accountId,
        authorizationId,
        ...originOf(request),
        detail: kind,
        flood: true,
      })
    }
    if (outcome.outcome !== 'issued') throw outcome.error
    const { issued } = outcome
    const whose = { clientId: client.id, accountId: issued.accountId, authorizationId: issued.authorizationId }
    if (issued.note !== undefined) {
      options.audit.record({ ...issued.note, ...whose, ...originOf(request), flood: true })
    }
    const { routine = false } = grant
    // The first token follows from the user's own act, so it does not count as a use by the app.
    if (routine && issued.authorizationId !== undefined) options.usage.note(issued.authorizationId, now)
    if (client.isDynamic) options.usage.noteClient(client.id, now)
    options.audit.record({
      type: 'token.issued',
      ...whose,
      // Routine events get no request id: making one costs time, and they are counted, not listed.
      ...(routine ? { address } : originOf(request)),
      detail: grant.type,
      routine,
    })
    return jsonReply(200, await toTokenResponse(issued, options))
  }
}

type Outcome =
  | { readonly outcome: 'issued'; readonly issued: Issued }
  | { readonly outcome: 'refused'; readonly error: OAuthError }
  | Replayed

/**
 * Redeems what the grant uses up, and issues. A refusal is an outcome and not an exception, so that it is committed: a spent
 * code stays spent, a replayed token family stays revoked.
 */
async function settle(
  answer: GrantAnswer,
  issuing: Omit<IssueRequest, 'granted'>,
  stores: GrantStores,
  options: IssueOptions,
): Promise<Outcome> {
  try {
    const granted: Redeemed = 'redeem' in answer ? await answer.redeem(stores) : { outcome: 'granted', ...answer }
    if (granted.outcome === 'replayed') return granted
    return { outcome: 'issued', issued: await issue({ ...issuing, granted }, stores, options) }
  } catch (cause) {
    if (cause instanceof OAuthError) return { outcome: 'refused', error: cause }
    throw cause
  }
}
