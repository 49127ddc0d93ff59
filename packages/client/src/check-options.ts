import { issuerFault, unknownOptionFault } from '@valetkey/protocol'
import { assertArgument, hasStrings } from './assert-argument.ts'
import type { ClientOptions } from './create-client.ts'
import { assertOrigins } from './origins.ts'

/** Every option of `createClient`. The compiler reports one that is missing here. */
const known: Readonly<Record<keyof ClientOptions, true>> = {
  issuer: true,
  clientId: true,
  clientSecret: true,
  clientAuthentication: true,
  idTokenAlgorithm: true,
  redirectUri: true,
  scope: true,
  resource: true,
  allowedOrigins: true,
  timeout: true,
  fetch: true,
  now: true,
  dangerouslyAllowHttp: true,
}

/** What a server uses if the client registered no `id_token_signed_response_alg` (OIDC Registration §2). */
export const defaultIdTokenAlgorithm = 'RS256'

/** Asymmetric only: with HS256 in the list, a public key would count as the secret (RFC 8725 §2.1); `none` is no signature. */
const idTokenAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/**
 * Refuses options with which a client cannot work, before anything is sent.
 * @throws TypeError naming the option, what it is and how to fix it
 */
export function checkOptions(options: ClientOptions): void {
  assertArgument(hasStrings(options), 'createClient: requires { issuer, clientId }')
  const unknown = unknownOptionFault(options, Object.keys(known))
  assertArgument(unknown === undefined, `createClient: ${unknown}`)
  assertArgument(
    hasStrings(options, 'issuer'),
    'createClient: issuer is missing: set the issuer identifier of the authorization server',
  )
  const fault = issuerFault(options.issuer)
  assertArgument(fault === undefined, `createClient: issuer: ${options.issuer} ${fault}`)
  const isNamed = hasStrings(options, 'clientId') && options.clientId !== ''
  assertArgument(
    isNamed,
    'createClient: clientId is missing: set the client_id that is registered at the authorization server',
  )
  if ('clientSecret' in options) {
    const { clientSecret } = options
    const words = `createClient: clientSecret is ${clientSecret === '' ? 'empty' : typeof clientSecret}: is the variable set that it is read from? For a public client leave it out`
    assertArgument(typeof clientSecret === 'string' && clientSecret !== '', words)
  }
  const { redirectUri, allowedOrigins, idTokenAlgorithm = defaultIdTokenAlgorithm } = options
  assertArgument(
    idTokenAlgorithms.includes(idTokenAlgorithm),
    `createClient: idTokenAlgorithm: ${idTokenAlgorithm} is not supported: use one of ${idTokenAlgorithms.join(', ')}`,
  )
  if (redirectUri !== undefined) {
    const words = `createClient: redirectUri: ${redirectUri} is not an absolute URI: write it in full, as it is registered`
    assertArgument(typeof redirectUri === 'string' && URL.canParse(redirectUri), words)
    assertArgument(
      !/^[a-z0-9.-]+:[0-9]+(?:\/|$)/i.test(redirectUri),
      `createClient: redirectUri: ${redirectUri} has no scheme`,
    )
  }
  for (const resource of [options.resource ?? []].flat()) {
    const words = `createClient: resource: ${resource} is not an absolute URI: write the API's identifier (RFC 8707 §2)`
    assertArgument(typeof resource === 'string' && URL.canParse(resource), words)
  }
  if (allowedOrigins === undefined) return
  assertArgument(Array.isArray(allowedOrigins), 'createClient: allowedOrigins: must be a list of origins')
  assertOrigins(allowedOrigins)
}
