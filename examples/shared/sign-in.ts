import { type Client, ClientError, isLoggedOutBy, type Session } from '@valetkey/client'
import { addPending, type Browser, type Browsers, type User } from './browsers.ts'

/** Starts an authorization request; returns the URL to which the browser goes. */
export async function startRequest(
  browser: Browser<unknown>,
  client: Client,
  options: { readonly scope: readonly string[]; readonly prompt?: string },
): Promise<string> {
  const { url, transaction } = await client.authorizationUrl(options)
  addPending(browser, transaction)
  return url
}

/** Reads who signed in. Without the scope `openid` that is nobody; without `profile` or during an outage there is only the identifier. */
export async function readUser(session: Session): Promise<User | undefined> {
  const { claims } = session.tokenSet()
  if (claims === undefined) return undefined
  const about = await session.userinfo().catch((thrown: unknown) => {
    if (thrown instanceof ClientError && thrown.code !== 'invalid_id_token') return claims
    throw thrown
  })
  const [name, username, email] = [about.name, about.preferred_username, about.email].map((claim) =>
    typeof claim === 'string' ? claim : undefined,
  )
  return { sub: claims.sub, name: name ?? username ?? email ?? claims.sub, email }
}

/**
 * Ends the app's own session; returns the URL at which the browser signs out at the authorization server, or undefined where it
 * cannot. The tokens are forgotten and the authorization stays, so that the next sign-in asks for no consent.
 */
export async function signOut(
  browser: Browser<unknown>,
  client: Client,
  postLogoutRedirectUri: string,
): Promise<string | undefined> {
  const { session } = browser
  browser.session = undefined
  browser.user = undefined
  browser.pending.clear()
  if (session === undefined || session.tokenSet().idToken === undefined) return undefined
  return client.logoutUrl(session.tokenSet(), { postLogoutRedirectUri }).catch(() => undefined)
}

/** Ends the sessions that a logout token names, in all browsers (OIDC Back-Channel Logout §2.5, §2.8); returns status and body. */
export async function endSessions(
  browsers: Pick<Browsers<unknown>, 'end'>,
  client: Client,
  form: URLSearchParams,
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const logout = await client.verifyLogoutToken(form.get('logout_token'))
    browsers.end((session) => isLoggedOutBy(session.tokenSet(), logout))
    return { status: 200, body: '' }
  } catch (thrown) {
    if (!(thrown instanceof ClientError)) throw thrown
    const isRefused = thrown.code === 'invalid_logout_token'
    const error = isRefused ? 'invalid_request' : 'temporarily_unavailable'
    return { status: isRefused ? 400 : 503, body: JSON.stringify({ error, error_description: thrown.message }) }
  }
}
