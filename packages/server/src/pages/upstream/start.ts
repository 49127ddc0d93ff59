import type { UpstreamProvider } from '../../accounts/upstream/provider.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import { type Destination, readDestination, toQuery } from '../login/destination.ts'
import { sealState, storeDestination } from './login-state.ts'
import { type ProviderOptions, pathOf } from './options.ts'
import { orProblem } from './problem.ts'

/** Sends the browser to a provider, with everything that its return is checked against sealed into `state`. */
export async function startLogin(request: OAuthRequest, options: ProviderOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  const loginHint = addressField(request, 'login_hint')
  return sendToProvider(request, { browser, destination, loginHint }, options)
}

export interface Departure {
  readonly browser: Browser
  readonly destination: Destination
  readonly loginHint?: string | undefined
  /** The account that the identity is to be linked to. */
  readonly linkTo?: string | undefined
}

export async function sendToProvider(
  request: OAuthRequest,
  { browser, destination, loginHint, linkTo }: Departure,
  options: ProviderOptions,
): Promise<Reply> {
  const { carried } = destination
  const { client, random, clock, flow } = options
  if (carried !== undefined && hasExpired(carried, options)) throw await expiredRequest(browser, carried, options)
  const asked = carried && (await flow.resume(carried.parameters))
  const isFresh =
    asked?.prompt.has('login') === true ||
    asked?.maxAge !== undefined ||
    (browser.session !== undefined && linkTo === undefined)
  const [nonce, verifier] = [random(32), random(32)]
  const stored = await storeDestination(request, destination, browser, options)
  const state = sealState(
    { nonce, verifier, createdAt: clock(), destination: stored, linkTo, isFresh },
    browser,
    options,
  )
  const redirectUri = callbackUri(options)
  const hint = loginHint === undefined || loginHint === '' || loginHint.length > 320 ? asked?.loginHint : loginHint
  const url = await orProblem(
    client.authorizationUrl({ state, nonce, verifier, redirectUri, loginHint: hint, isFresh }),
    { browser, destination },
    options,
  )
  const cookie = browser.newCookie
  return seeOther(url, cookie === undefined ? {} : { 'set-cookie': cookie })
}

/** Leads to the provider of an e-mail address, whether or not an account has it. A password is not looked at. */
export function toHome(
  home: UpstreamProvider,
  { username, destination }: { readonly username: string; readonly destination: Destination },
  { base }: { readonly base: string },
): Reply {
  return seeOther(`${base}${pathOf(home)}${toQuery(destination, { login_hint: username.trim().slice(0, 320) })}`)
}

/** Each provider has a redirect URI of its own (RFC 9700 §4.4.2.2). */
export function callbackUri({ issuer, client }: Pick<ProviderOptions, 'issuer' | 'client'>): string {
  return `${issuer.replace(/\/$/, '')}${pathOf(client.provider)}/callback`
}
