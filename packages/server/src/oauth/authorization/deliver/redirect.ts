import { identityScopeOf, openid } from '../../identity-scopes.ts'
import { sessionStateOf } from '../../openid/session-state.ts'
import type { Instant, Random } from '../../ports.ts'
import type { OAuthRequest, Reply } from '../../request.ts'
import { idTokenName } from '../../tokens/id-token.ts'
import type { ReturnAddress } from '../errors.ts'
import type { FlowOptions } from '../flow.ts'
import type { Fields, ModeServices } from '../response-modes/response-mode.ts'
import type { Answer, Delivery } from './delivery.ts'
import { sessionClientOf } from './session-client.ts'

/** Sends the response to the client's redirect URI, through the user's browser (RFC 6749 §4.1.2, §4.2.2). */
export const redirect: Delivery = {
  kind: 'redirect',
  deliver: respond,
  // A client that watches a browser in which nobody is logged in needs `session_state` with errors, too.
  refuse: async (to, { code, description }, options) =>
    send(
      to,
      [['error', code], ['error_description', description], ...(to.isOpenId ? sessionStateFields(to, options) : [])],
      options,
    ),
}

/** Writes the products of the response type in one transaction. */
async function respond(all: Answer, options: FlowOptions): Promise<Reply> {
  const { request, owner, authorization, isNew } = all
  const { client, responseType } = request
  // Both are in memory.
  const apis = await options.stores.listApis()
  const epoch = await options.stores.findEpoch()
  const keySearch = options.encryption.recipient(client, idTokenName)
  const recipient = keySearch && (await keySearch)
  const sessionClient = sessionClientOf(all, options.sessionSeconds)
  const written = await options.stores.transaction(async (stores) => {
    if (isNew) await stores.addAuthorization(authorization, owner.userAgent)
    const parts: ((before: Fields) => Fields | Promise<Fields>)[] = []
    for (const product of responseType.products) {
      parts.push(await product.write({ ...all, apis, epoch, recipient }, stores, options))
    }
    if (sessionClient !== undefined) await stores.addSessionClient(sessionClient)
    return parts
  })
  for (const { event: type } of responseType.products) {
    if (type === undefined) continue
    const whose = { clientId: client.id, accountId: owner.accountId, authorizationId: authorization.id }
    options.audit.record({ type, ...whose, detail: responseType.grantType })
  }
  let fields: Fields = []
  for (const read of written) fields = [...fields, ...(await read(fields))]
  const sending = { ...options, request: all.from, now: all.now }
  const isOpenId = identityScopeOf(request.rights).includes(openid)
  return send(
    request.to,
    [...fields, ...(isOpenId ? sessionStateFields(request.to, sending, owner.sessionHash) : [])],
    sending,
  )
}

/**
 * Returns by what the client of an OpenID request watches the browser, if that is enabled. It is made of the cookie that the
 * frame reads, and not of the session: after an expiry, or for another account of the browser than the current one, the two
 * differ, and the frame would report a change at each look.
 */
function sessionStateFields(
  { client, redirectUri }: ReturnAddress,
  { request, pages, random }: Pick<SendOptions, 'request' | 'pages'> & { readonly random: Random },
  sessionHash?: string,
): Fields {
  const browserState = pages.browserState(request)
  if (browserState === undefined) return []
  const session = sessionHash === undefined ? undefined : pages.nameSession(sessionHash)
  const sessionState = sessionStateOf({ client, redirectUri, browserState, session }, random)
  return sessionState === undefined ? [] : [['session_state', sessionState]]
}

interface SendOptions extends ModeServices {
  readonly request: OAuthRequest
  readonly now: Instant
}

/** Sends fields to a return address, with `iss` (RFC 9207 §2) and the client's `state`. */
function send(
  { redirectUri: to, responseMode, defaultMode, state, client }: ReturnAddress,
  fields: Fields,
  { request, issuer, keys, pages, encryption, now }: SendOptions,
): Reply | Promise<Reply> {
  const all = [...fields, ...(state === undefined ? [] : [['state', state] as const]), ['iss', issuer] as const]
  return responseMode.deliver({ request, to, fields: all, client, defaultMode, issuer, keys, pages, encryption, now })
}
