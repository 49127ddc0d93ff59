import { updateClaims } from '../../accounts/upstream/claims.ts'
import { UpstreamFailure } from '../../accounts/upstream/failure.ts'
import type { LinkedAccount } from '../../accounts/upstream/ports.ts'
import type { UpstreamUser } from '../../accounts/upstream/provider.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply, seeOther, toTarget } from '../../oauth/request.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { completeLogin } from '../login/complete-login.ts'
import type { Destination } from '../login/destination.ts'
import { linkIdentity } from './link-identity.ts'
import { type LoginState, openState, restoreDestination, stateLifetime } from './login-state.ts'
import { type ProviderOptions, pathOf } from './options.ts'
import { orProblem, staleLogin, toProblem } from './problem.ts'
import { callbackUri } from './start.ts'

/** How far the clocks of a provider and this server may be apart, in seconds. */
const clockTolerance = 60

/** Takes a browser back from a provider. Nothing is believed before state, issuer, nonce and signature are right. */
export async function finishLogin(request: OAuthRequest, options: ProviderOptions): Promise<Reply> {
  const { client, clock } = options
  const browser = await readBrowser(request, options)
  const sealed = addressField(request, 'state')
  const state = openState(sealed, browser, options)
  const nowhere = { browser, destination: {} }
  if (sealed === undefined || state === undefined)
    throw staleLogin('the state is missing, or belongs to another browser or provider', nowhere, options)
  const destination = await restoreDestination(state.destination, browser, options)
  const at = { browser, destination }
  if (clock() >= state.createdAt + stateLifetime || clock() < state.createdAt - clockTolerance * 1000)
    throw staleLogin('the login took more than ten minutes', at, options)
  const { query } = toTarget(request.url)
  const returned = new URL(`${callbackUri(options)}?${query}`)
  const { nonce, verifier } = state
  const user = await orProblem(client.redeem(returned, { state: sealed, nonce, verifier }), at, options)
  if (!(await spendState(sealed, state, options))) throw staleLogin('the state was used before', at, options)
  if (state.isFresh && isOlder(user, state)) {
    const message = 'prompt=login was ignored: auth_time is from before the request'
    throw toProblem(new UpstreamFailure('untrusted', message), at, options)
  }
  if (state.linkTo !== undefined) return linkIdentity(request, { ...at, user, accountId: state.linkTo }, options)
  return logInWith(request, { ...at, user, stored: state.destination }, options)
}

interface Identified {
  readonly browser: Browser
  readonly destination: Destination
  readonly stored: LoginState['destination']
  readonly user: UpstreamUser
}

async function logInWith(
  request: OAuthRequest,
  { browser, destination, stored, user }: Identified,
  options: ProviderOptions,
): Promise<Reply> {
  const { client, clock, upstream, audit, base } = options
  const { name } = client.provider
  const found = await upstream.store.find(name, user.subject)
  if (found !== undefined && !found.account.disabled) {
    const account = await noteLogin(found, user, options)
    const proven = toProven(account, name, user)
    const reply = await completeLogin(request, { browser, proven, destination, way: 'provider' }, options)
    if (reply !== undefined) return reply
  }
  if (found !== undefined) {
    const detail = `by ${name}: the account is disabled`
    audit.record({ type: 'login.failed', accountId: found.account.id, ...originOf(request), detail })
  }
  const browserHash = hashSecret('browser', browser.secret)
  const login = { provider: name, user, destination: JSON.stringify(stored) }
  const secret = await upstream.pending.put(login, browserHash, clock())
  return seeOther(`${base}${pathOf(client.provider)}/new?login=${secret}`)
}

/** Notes the login, and updates the claims of the account if the provider's declaration says so. */
async function noteLogin(
  { account, claims }: LinkedAccount,
  user: UpstreamUser,
  { client, clock, upstream }: ProviderOptions,
): Promise<LinkedAccount['account']> {
  const { provider } = client
  const updated = provider.updateClaims ? updateClaims(claims, user.claims, provider) : undefined
  const identity = { provider: provider.name, subject: user.subject, claims: user.claims, now: clock() }
  await upstream.store.noteLogin(identity, account.id, updated)
  return account
}

/** States how the user was identified: only what the provider is believed. */
export function toProven(account: LinkedAccount['account'], provider: string, { methods, acr, sid }: UpstreamUser) {
  return { account, methods, acr, upstream: { provider, ...(sid === undefined ? {} : { sid }) } }
}

function isOlder({ authenticatedAt }: UpstreamUser, { createdAt }: LoginState): boolean {
  return authenticatedAt !== undefined && authenticatedAt < createdAt / 1000 - clockTolerance
}

/** Of concurrent callers with one state, exactly one gets true. */
function spendState(sealed: string, { createdAt }: LoginState, { upstream }: ProviderOptions): Promise<boolean> {
  return upstream.store.spend(hashSecret('assertion', `login elsewhere ${sealed}`), createdAt + stateLifetime)
}
