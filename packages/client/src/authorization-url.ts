import { unknownOptionFault } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { assertArgument } from './assert-argument.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { assertEndpoint } from './secure-url.ts'
import { type OneOrMore, requestParameters, toResources, toScope } from './token-set.ts'

/** What to keep between authorization request and response: plain data, stored in the user's own session. */
export interface Transaction {
  readonly issuer: string
  readonly state: string
  readonly codeVerifier: string
  readonly redirectUri: string
  readonly scope: readonly string[]
  readonly resource: readonly string[]
  /** With the scope `openid`: the value that the ID token must repeat. */
  readonly nonce?: string
  readonly maxAge?: number
  readonly acrValues?: readonly string[]
}

/** Parameters of an authorization request, which add to or replace the options of the client (RFC 6749 §4.1.1). */
export interface AuthorizationUrlOptions {
  /** Scope names, as a list or as one string with spaces; by default the client's. */
  readonly scope?: OneOrMore | undefined
  /** The API of the scope (RFC 8707); by default the client's. */
  readonly resource?: OneOrMore | undefined
  /** Must be unguessable; random by default. */
  readonly state?: string | undefined
  readonly prompt?: string | undefined
  /** Seconds since the user's last login after which the server must ask again; the ID token must confirm it (OIDC Core §3.1.2.1). */
  readonly maxAge?: number | undefined
  /** Authentication context classes, preferred first; the ID token must name one of them (OIDC Core §3.1.2.1). */
  readonly acrValues?: OneOrMore | undefined
  /** Further parameters, such as `login_hint`. Those that secure the flow cannot be replaced. */
  readonly extra?: Readonly<Record<string, string>> | undefined
}

/**
 * Builds the URL to redirect the user's browser to: code flow with PKCE S256 (RFC 6749 §4.1.1; RFC 7636 §4.3), and with a nonce if the
 * scope has `openid` (OIDC Core §3.1.2.1).
 * @throws TypeError for an option that is unknown or wrong; ClientError `network`, `unexpected`, `mismatch`
 */
export async function authorizationUrl(
  connection: Connection,
  redirectUri: string,
  dangerouslyAllowHttp: boolean,
  options: AuthorizationUrlOptions,
): Promise<{ readonly url: string; readonly transaction: Transaction }> {
  const fault = unknownOptionFault(options, ['scope', 'resource', 'state', 'prompt', 'maxAge', 'acrValues', 'extra'])
  assertArgument(fault === undefined, `authorizationUrl: ${fault}`)
  // Without it, anyone could have the browser send a response of theirs (RFC 6749 §10.12).
  const isState = options.state === undefined || (typeof options.state === 'string' && options.state !== '')
  assertArgument(isState, 'authorizationUrl: state is empty: leave it out for a random one')
  const scope = toScope(options.scope)
  const identity = identityRequest(options, scope.includes('openid'))
  const transaction = {
    state: options.state ?? oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    redirectUri,
    scope,
    resource: toResources(options.resource),
    ...identity,
  }
  return connection.ask('authorization', async ({ server }) => {
    if (server.authorization_endpoint === undefined) {
      throw new ClientError('unexpected', 'authorization: the server has no authorization endpoint', {
        during: 'authorization',
      })
    }
    assertEndpoint(server.authorization_endpoint, connection.issuer, dangerouslyAllowHttp)
    // A query of the endpoint itself is kept (RFC 6749 §3.1).
    const url = new URL(server.authorization_endpoint)
    for (const [name, value] of Object.entries(options.extra ?? {})) url.searchParams.set(name, value)
    for (const name of ['scope', 'resource']) url.searchParams.delete(name)
    for (const [name, value] of requestParameters(transaction.scope, transaction.resource)) {
      url.searchParams.append(name, value)
    }
    if (options.prompt !== undefined) url.searchParams.set('prompt', options.prompt)
    if (identity.maxAge !== undefined) url.searchParams.set('max_age', String(identity.maxAge))
    if (identity.acrValues !== undefined) url.searchParams.set('acr_values', identity.acrValues.join(' '))
    const fixed = {
      ...(identity.nonce !== undefined && { nonce: identity.nonce }),
      response_type: 'code',
      client_id: connection.clientId,
      redirect_uri: redirectUri,
      state: transaction.state,
      code_challenge: await oauth.calculatePKCECodeChallenge(transaction.codeVerifier),
      code_challenge_method: 'S256',
    }
    for (const [name, value] of Object.entries(fixed)) url.searchParams.set(name, value)
    return { url: url.href, transaction: { issuer: server.issuer, ...transaction } }
  })
}

/** What the ID token must confirm. */
function identityRequest(
  { maxAge: asked, acrValues, extra }: AuthorizationUrlOptions,
  isForIdToken: boolean,
): Pick<Transaction, 'nonce' | 'maxAge' | 'acrValues'> {
  const maxAge = asked ?? (extra?.max_age === undefined ? undefined : Number(extra.max_age))
  const isAge = maxAge === undefined || (Number.isSafeInteger(maxAge) && maxAge >= 0)
  assertArgument(isAge, `authorizationUrl: maxAge: ${maxAge} is not a number of seconds`)
  const words = `authorizationUrl: ${asked === undefined ? 'acrValues' : 'maxAge'} needs the scope openid: the ID token confirms it`
  assertArgument(isForIdToken || (asked === undefined && acrValues === undefined), words)
  const classes = acrValues === undefined ? undefined : toScope(acrValues)
  assertArgument(classes?.length !== 0, 'authorizationUrl: acrValues is empty: leave it out to accept any login')
  if (!isForIdToken) return {}
  return {
    nonce: oauth.generateRandomNonce(),
    ...(maxAge !== undefined && { maxAge }),
    ...(classes !== undefined && { acrValues: classes }),
  }
}
