import { issuerFault, unknownOptionFault } from '@valetkey/protocol'
import type { ClientOptions } from './create-client.ts'
import { hasTexts, need } from './need.ts'
import { assertOrigins } from './origins.ts'

/** Every option of `createClient`; the type makes the compiler ask for one that is missing here. */
const known: Readonly<Record<keyof ClientOptions, true>> = {
  issuer: true,
  clientId: true,
  clientSecret: true,
  clientAuthentication: true,
  redirectUri: true,
  scope: true,
  resource: true,
  allowedOrigins: true,
  timeout: true,
  fetch: true,
  now: true,
  dangerouslyAllowHttp: true,
}

/**
 * Refuses options with which a client cannot work, before anything is sent.
 * @throws TypeError naming the option, what it is and how to fix it
 */
export function checkOptions(options: ClientOptions): void {
  need(hasTexts(options), 'createClient: needs { issuer, clientId }')
  const unknown = unknownOptionFault(options, Object.keys(known))
  need(unknown === undefined, `createClient: ${unknown}`)
  need(hasTexts(options, 'issuer'), 'createClient: issuer is missing: where the authorization server is')
  const fault = issuerFault(options.issuer)
  need(fault === undefined, `createClient: issuer: ${options.issuer} ${fault}`)
  const isNamed = hasTexts(options, 'clientId') && options.clientId !== ''
  need(isNamed, 'createClient: clientId is missing: the client_id that is registered there')
  if ('clientSecret' in options) {
    const { clientSecret } = options
    const words = `createClient: clientSecret is ${clientSecret === '' ? 'empty' : typeof clientSecret}: is the variable set that it is read from? For a public client leave it out`
    need(typeof clientSecret === 'string' && clientSecret !== '', words)
  }
  const { redirectUri, allowedOrigins } = options
  if (redirectUri !== undefined) {
    const words = `createClient: redirectUri: ${redirectUri} is not an absolute URI: write it in full, as it is registered`
    need(typeof redirectUri === 'string' && URL.canParse(redirectUri), words)
    need(!/^[a-z0-9.-]+:[0-9]+(?:\/|$)/i.test(redirectUri), `createClient: redirectUri: ${redirectUri} has no scheme`)
  }
  for (const resource of [options.resource ?? []].flat()) {
    const words = `createClient: resource: ${resource} is not an absolute URI: write the API's identifier (RFC 8707 §2)`
    need(typeof resource === 'string' && URL.canParse(resource), words)
  }
  if (allowedOrigins === undefined) return
  need(Array.isArray(allowedOrigins), 'createClient: allowedOrigins: needs a list of origins')
  assertOrigins(allowedOrigins)
}
