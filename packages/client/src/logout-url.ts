import { unknownOptionFault } from '@valetkey/protocol'
import { assertArgument, hasStrings } from './assert-argument.ts'
import type { Connection } from './connection.ts'
import { assertEndpoint } from './secure-url.ts'
import type { TokenSet } from './token-set.ts'

/** The options of a logout request (OIDC RP-Initiated Logout §2). */
export interface LogoutUrlOptions {
  /** The URL to which the browser returns; must be registered in `post_logout_redirect_uris`. Without it the user stays at the server. */
  readonly postLogoutRedirectUri?: string | undefined
  /** Returned as the parameter `state`: compare it with the one in the browser's session. */
  readonly state?: string | undefined
  /** Languages of the server's page, preferred first, separated by spaces. */
  readonly uiLocales?: string | undefined
}

/**
 * Builds the URL to redirect the browser to in order to log the user out at the server (OIDC RP-Initiated Logout §2). Clear your own
 * session first: the user may never come back.
 * @returns undefined if the server has no end_session_endpoint: then only the app's own session can be ended
 * @throws TypeError for an option that is unknown or wrong; ClientError `network`, `unexpected`, `mismatch`
 */
export function logoutUrl(
  connection: Connection,
  tokenSet: Pick<TokenSet, 'idToken'>,
  dangerouslyAllowHttp: boolean,
  options: LogoutUrlOptions,
): Promise<string | undefined> {
  assertArgument(
    hasStrings(tokenSet),
    'logoutUrl: no token set: pass the one that callback returned or that save received',
  )
  const fault = unknownOptionFault(options, ['postLogoutRedirectUri', 'state', 'uiLocales'])
  assertArgument(fault === undefined, `logoutUrl: ${fault}`)
  const { postLogoutRedirectUri, state, uiLocales } = options
  assertArgument(
    postLogoutRedirectUri === undefined || URL.canParse(postLogoutRedirectUri),
    `logoutUrl: postLogoutRedirectUri: ${postLogoutRedirectUri} is not an absolute URI: write it in full, as it is registered`,
  )
  return connection.ask('logout', async ({ server }) => {
    const { end_session_endpoint: endpoint } = server
    if (endpoint === undefined) return undefined
    assertEndpoint(endpoint, connection.issuer, dangerouslyAllowHttp)
    const url = new URL(endpoint)
    const parameters = {
      id_token_hint: tokenSet.idToken,
      client_id: connection.clientId,
      post_logout_redirect_uri: postLogoutRedirectUri,
      state,
      ui_locales: uiLocales,
    }
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    return url.href
  })
}
