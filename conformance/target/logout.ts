import { type Browser, createBrowser } from '../browser/browser.ts'
import { findForm } from '../browser/forms.ts'
import { Skip } from '../rule.ts'
import { text } from './answer.ts'
import { type Claims, logIn } from './openid.ts'
import type { TestClient } from './settings.ts'
import { encode, type Fields, type Outcome, readOutcome, type Target } from './target.ts'

/** A state with every printable character (RFC 6749 Appendix A.5) that a query can hold. */
export const printableState = `aZ09${'!"#$%&\'()*,-./:<=>?@[\\]^_`{|}~'}`

/** A logged-in user whom a client may log out. */
export interface LoggedIn {
  readonly client: TestClient
  readonly browser: Browser
  readonly idToken: Claims
  /** The ID token as the client got it. */
  readonly hint: string
  /** The registered post-logout redirect URI. */
  readonly uri: string
  /** Opens the logout endpoint, confirms if the issuer asks, and follows it to its end. */
  logOut(fields: Fields): Promise<Pick<Outcome, 'to' | 'fields' | 'page'>>
}

/** Logs a user in with a browser of its own. @throws Skip if the issuer logs nobody out for clients */
export async function beginLogout(target: Target, client = target.client('client')): Promise<LoggedIn> {
  const endpoint = target.endpoint('end_session_endpoint')
  const uri = client.post_logout_redirect_uri
  if (uri === undefined) throw new Skip(`the client ${client.client_id} has no post_logout_redirect_uri`)
  const browser = createBrowser()
  const { idToken, tokens } = await logIn(target, client, {}, { browser })
  return {
    client,
    browser,
    idToken,
    hint: text(tokens, 'id_token'),
    uri,
    async logOut(fields) {
      const first = await browser.follow(await browser.open(`${endpoint}?${encode(fields)}`))
      const page = findForm(first.html, 'decision')
        ? await browser.follow(await browser.submit(first, 'decision', { decision: 'allow' }))
        : first
      return readOutcome(page)
    },
  }
}
