import {
  explainRedirectUri,
  matchRedirectUri,
  OAuthError,
  type Parameters,
  parameter,
  parseScope,
  readParameters,
  refuseRepeated,
  splitParameters,
} from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Features } from '../features.ts'
import type { Instant, OAuthStores } from '../ports.ts'
import type { Rights } from '../rights.ts'
import { chooseRights } from './choose-rights.ts'
import { PageError, type RegisteredRedirectUri, type ReturnAddress, toRedirectError } from './errors.ts'
import { checkedParameters, keepKnown, refuseCredentials } from './known-parameters.ts'
import { readChallenge } from './pkce.ts'
import { query } from './response-modes/query.ts'
import { isModeAllowed, type ResponseMode } from './response-modes/response-mode.ts'
import { carriesToken, isTypeAllowed, type ResponseType } from './response-types/response-type.ts'

/** An authorization request of which everything was checked (RFC 6749 §4.1.1, §4.2.1). */
export interface AuthorizationRequest {
  readonly client: Client
  readonly to: ReturnAddress
  readonly redirectUriSent: boolean
  readonly responseType: ResponseType
  readonly rights: Rights
  readonly codeChallenge: string | undefined
  readonly prompt: ReadonlySet<string>
  /** Milliseconds since login that the client accepts (OIDC Core §3.1.2.1). */
  readonly maxAge: Instant | undefined
  /** What of the request is read here, form-encoded; reading it again gives the same request. */
  readonly parameters: string
}

/** What reading an authorization request needs. */
export interface ReadRequestOptions {
  readonly stores: Pick<OAuthStores, 'findClient' | 'listApis'>
  readonly features: Pick<Features, 'responseTypes' | 'responseModes' | 'identityScopes'>
}

/**
 * Reads and checks an authorization request.
 * @param text the query, or the body of a POST, as sent
 * @throws PageError before the redirect URI is known to be the client's own, RedirectError after
 */
export async function readAuthorizationRequest(
  text: string,
  { stores, features }: ReadRequestOptions,
): Promise<AuthorizationRequest> {
  const parameters = split(text)
  const client = await readClient(parameters, stores)
  const { redirectUri, sent } = readRedirectUri(parameters, client)
  const first = firstAddress(parameters, redirectUri, client, features)
  try {
    refuseRepeated(parameters)
    refuseCredentials(parameters)
    const responseType = readResponseType(parameters, client, features)
    const responseMode = readResponseMode(parameters, responseType, client, features)
    const to = { ...first, responseMode }
    return {
      client,
      to,
      redirectUriSent: sent,
      responseType,
      ...(await readRest(parameters, client, responseType, { stores, features })),
      parameters: keepKnown(parameters),
    }
  } catch (cause) {
    throw toRedirectError(cause, first)
  }
}

function split(text: string): Parameters {
  try {
    return splitParameters(text)
  } catch (cause) {
    if (cause instanceof OAuthError) throw page(cause.description)
    throw cause
  }
}

async function readClient(parameters: Parameters, stores: Pick<OAuthStores, 'findClient'>): Promise<Client> {
  const ids = parameters.get('client_id') ?? []
  if (ids.length > 1) throw page('client_id was sent more than once: send it once', 'RFC 6749 §3.1')
  if (!ids[0]) throw page('client_id is missing', 'RFC 6749 §4.1.1')
  const client = await stores.findClient(ids[0])
  if (client === undefined || client.disabled) {
    throw page('no client is registered with this client_id', 'RFC 6749 §2.2', ids[0])
  }
  return client
}

function readRedirectUri(parameters: Parameters, client: Client) {
  const sent = parameters.get('redirect_uri') ?? []
  const { redirectUris } = client
  if (sent.length > 1) throw page('redirect_uri was sent more than once: send it once', 'RFC 6749 §3.1')
  const received = sent[0]
  if (received === undefined || received === '') {
    const [only, second] = redirectUris
    if (only === undefined || second !== undefined) {
      throw page(
        'redirect_uri is missing: it may be left out only if the client has registered exactly one',
        'RFC 6749 §3.1.2.3',
      )
    }
    return { redirectUri: only as RegisteredRedirectUri, sent: false } // registered: it comes from the client's own list
  }
  const known =
    client.applicationType === 'native' ? matchRedirectUri(received, redirectUris) : redirectUris.includes(received)
  if (!known) {
    const difference = explainRedirectUri(received, redirectUris)
    throw new PageError({
      status: 400,
      code: 'invalid_request',
      description: difference
        ? `redirect_uri is not registered for this client: it differs from a registered one ${difference.inWords}`
        : 'redirect_uri is not registered for this client: the client has registered none',
      clause: 'RFC 6749 §3.1.2.3',
      received,
      registered: redirectUris,
    })
  }
  return { redirectUri: received as RegisteredRedirectUri, sent: true } // compared just above
}

/** Where an error goes while the response mode is still to be judged: as asked where that is possible, else by the default. */
function firstAddress(
  parameters: Parameters,
  redirectUri: RegisteredRedirectUri,
  client: Client,
  { responseTypes, responseModes }: ReadRequestOptions['features'],
): ReturnAddress {
  // The parts of a combination that is not supported say how its errors travel (OAuth 2.0 Multiple Response Types §5).
  const parts = parameters.get('response_type')?.[0]?.split(' ') ?? []
  const meant = responseTypes.filter((one) => one.name.split(' ').every((part) => parts.includes(part)))
  const withToken = meant.find(carriesToken)
  const asked = responseModes.find((mode) => mode.name === parameters.get('response_mode')?.[0])
  const fallback = (withToken ?? meant[0])?.defaultMode ?? query
  const isUsable = asked && isModeAllowed(asked, fallback, client) && (withToken === undefined || asked.fitForTokens)
  const states = parameters.get('state') ?? []
  return {
    redirectUri,
    client,
    responseMode: isUsable ? asked : fallback,
    state: states.length === 1 ? states[0] || undefined : undefined,
  }
}

function readResponseType(
  parameters: Parameters,
  client: Client,
  { responseTypes }: ReadRequestOptions['features'],
): ResponseType {
  const { response_type } = readParameters(parameters, { response_type: 'required' })
  const responseType = responseTypes.find((one) => one.name === response_type)
  if (responseType === undefined) {
    throw new OAuthError('unsupported_response_type', 'response_type is not supported by this server', {
      clause: 'RFC 6749 §3.1.1',
    })
  }
  if (!isTypeAllowed(responseType, client)) {
    const registered = `response_types ${names(client.responseTypes)}; grant_types ${names(client.grantTypes)}`
    throw new OAuthError(
      'unauthorized_client',
      `this client may not use response_type ${responseType.name}; it is registered with ${registered}`,
      { clause: 'RFC 6749 §4.1.2.1' },
    )
  }
  return responseType
}

function readResponseMode(
  parameters: Parameters,
  responseType: ResponseType,
  client: Client,
  { responseModes }: ReadRequestOptions['features'],
): ResponseMode {
  const asked = parameter(parameters, 'response_mode')
  if (asked === undefined) return responseType.defaultMode
  const mode = responseModes.find((one) => one.name === asked)
  if (mode === undefined) {
    throw new OAuthError('invalid_request', `response_mode is not supported: use ${oneOf(responseModes)}`)
  }
  if (carriesToken(responseType) && !mode.fitForTokens) {
    const fit = oneOf(responseModes.filter((one) => one.fitForTokens))
    throw new OAuthError('invalid_request', `response_mode=${mode.name} cannot carry an access token: use ${fit}`, {
      clause: 'RFC 9700 §4.3.2',
    })
  }
  if (!isModeAllowed(mode, responseType.defaultMode, client)) {
    const fix = `leave response_mode out to get ${responseType.defaultMode.name}, or add it to the client's response_modes`
    throw new OAuthError('invalid_request', `response_mode ${mode.name} is not registered for this client: ${fix}`)
  }
  return mode
}

async function readRest(
  parameters: Parameters,
  client: Client,
  responseType: ResponseType,
  { stores, features }: ReadRequestOptions,
) {
  const read = readParameters(parameters, checkedParameters)
  if (read.request !== undefined)
    throw new OAuthError(
      'request_not_supported',
      'the parameter request is not supported: send the parameters themselves',
    )
  if (read.request_uri !== undefined) {
    throw new OAuthError(
      'request_uri_not_supported',
      'the parameter request_uri is not supported: send the parameters themselves',
    )
  }
  const isRedeemed = responseType.products.some((product) => product.isRedeemed)
  const codeChallenge = isRedeemed ? readChallenge(read, client) : undefined
  const rights = chooseRights({
    client,
    apis: await stores.listApis(),
    resources: read.resource,
    scope: parseScope(read.scope),
    identityScopes: features.identityScopes,
  })
  return { rights, codeChallenge, prompt: readPrompt(read.prompt), maxAge: readMaxAge(read.max_age) }
}

function readPrompt(text: string | undefined): ReadonlySet<string> {
  const prompt = new Set(text?.split(' ').filter((value) => value !== '') ?? [])
  if (prompt.has('none') && prompt.size > 1) {
    throw new OAuthError('invalid_request', 'prompt=none cannot be combined with another value', {
      clause: 'OIDC Core §3.1.2.1',
    })
  }
  return prompt
}

function readMaxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[0-9]{1,9}$/.test(text))
    throw new OAuthError('invalid_request', 'max_age must be a number of seconds, 0 or more')
  return Number(text) * 1000
}

function oneOf(modes: readonly ResponseMode[]): string {
  const all = modes.map((mode) => mode.name)
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

function names(list: readonly string[]): string {
  return list.join(' ') || 'none'
}

function page(description: string, clause?: string, received?: string): PageError {
  const value = received === undefined ? {} : { received }
  return new PageError({ status: 400, code: 'invalid_request', description, clause, ...value })
}
