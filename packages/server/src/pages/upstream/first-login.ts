import { parameter } from '@valetkey/protocol'
import { normalizeEmail } from '../../accounts/mail/email.ts'
import { isChosenByUser, suggestUsername } from '../../accounts/upstream/claims.ts'
import type { PendingLogin } from '../../accounts/upstream/pending.ts'
import type { Members } from '../../accounts/upstream/provider.ts'
import { isLikeEmail, normalizeUsername, usernameFault } from '../../accounts/username.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { completeLogin } from '../login/complete-login.ts'
import { type Destination, toQuery } from '../login/destination.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { toProven } from './callback.ts'
import { type FirstLoginPage, firstLoginPage } from './first-login-page.ts'
import { restoreDestination, type StoredDestination } from './login-state.ts'
import { type ProviderOptions, pathOf } from './options.ts'
import { linkedElsewhere, staleLogin } from './problem.ts'

/** A pending login of this browser, as its page needs it. */
interface Newcomer {
  readonly browser: Browser
  readonly secret: string
  readonly pending: PendingLogin
  readonly destination: Destination
  /** Whether an account may be created. */
  readonly mayCreate: boolean
  /** Whether an account has the e-mail address, which the provider verified. */
  readonly isKnownEmail: boolean
}

/** Shows what would be taken over into a new account, or that there is none. */
export async function showFirstLogin(request: OAuthRequest, options: ProviderOptions): Promise<Reply> {
  return show(request, await readNewcomer(request, options), {}, 200, options)
}

/** Creates the account. */
export async function submitFirstLogin(request: OAuthRequest, options: ProviderOptions): Promise<Reply> {
  const newcomer = await readNewcomer(request, options)
  const { browser, secret, pending, destination, mayCreate, isKnownEmail } = newcomer
  const { client, upstream, clock, random, audit, base } = options
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token !== 'right') throw outdatedForm(browser, base)
  if (!mayCreate || isKnownEmail) return show(request, newcomer, {}, 403, options)
  const username = (parameter(form, 'username') ?? '').trim()
  const declined = Object.keys(pending.user.claims).filter(
    (name) => isChosenByUser(name) && parameter(form, `claim_${name}`) !== 'yes',
  )
  const entered = { username, declined }
  if (usernameFault(username) !== undefined || isLikeEmail(username))
    return show(request, newcomer, { ...entered, fault: 'wrong' }, 400, options)
  const at = { browser, destination }
  const now = clock()
  const { user } = pending
  const accountClaims = keep(user.claims, declined)
  const { name: provider } = client.provider
  const accountId = random(16)
  const isVerified = accountClaims.email_verified === true
  const result = await upstream.store.create({
    provider,
    subject: user.subject,
    claims: user.claims,
    now,
    accountId,
    username,
    normalizedUsername: normalizeUsername(username),
    normalizedEmail: isVerified ? normalizeEmail(accountClaims.email) : undefined,
    accountClaims,
    credentialsVersion: random(16),
  })
  if (result === 'username-taken') return show(request, newcomer, { ...entered, fault: 'taken' }, 400, options)
  if (result === 'linked') throw linkedElsewhere(at, options)
  await upstream.pending.take(secret, hashSecret('browser', browser.secret), now)
  audit.record({ type: 'account.signed-up', accountId, ...originOf(request), detail: `with ${provider}` })
  const created = await upstream.store.find(provider, user.subject)
  const proven = created && toProven(created.account, provider, user)
  const reply = proven && (await completeLogin(request, { browser, proven, destination, way: 'provider' }, options))
  return reply ?? seeOther(`${base}/login${toQuery(destination)}`)
}

function keep(claims: Members, declined: readonly string[]): Members {
  const left = Object.entries(claims).filter(([name]) => !declined.includes(name))
  const kept = Object.fromEntries(left)
  if (kept.email === undefined) delete kept.email_verified
  return kept
}

async function readNewcomer(request: OAuthRequest, options: ProviderOptions): Promise<Newcomer> {
  const { client, upstream, clock } = options
  const { name, createAccounts } = client.provider
  const browser = await readBrowser(request, options)
  const secret = addressField(request, 'login') ?? ''
  const pending = await upstream.pending.find(secret, hashSecret('browser', browser.secret), clock())
  if (pending?.provider !== name)
    throw staleLogin(
      'the first login is completed, has expired or is of another browser',
      { browser, destination: {} },
      options,
    )
  const stored = JSON.parse(pending.destination) as StoredDestination // written by the callback
  const destination = await restoreDestination(stored, browser, options)
  // A disabled account looks like none.
  const isKnown = (await upstream.store.find(name, pending.user.subject)) !== undefined
  const { email, email_verified: isVerified } = pending.user.claims
  const address = isVerified === true ? normalizeEmail(email) : undefined
  return {
    browser,
    secret,
    pending,
    destination,
    mayCreate: !isKnown && (createAccounts || upstream.isSignUpOpen),
    isKnownEmail: !isKnown && address !== undefined && (await upstream.store.hasEmail(address)),
  }
}

function show(
  request: OAuthRequest,
  { browser, secret, pending, destination, mayCreate, isKnownEmail }: Newcomer,
  entered: Partial<Pick<FirstLoginPage, 'username' | 'declined' | 'fault'>>,
  status: number,
  { base, render, client }: ProviderOptions,
): Reply {
  const { claims } = pending.user
  const path = `${base}${pathOf(client.provider)}`
  const offered = Object.entries(claims).flatMap(([name, value]) =>
    isChosenByUser(name) && typeof value === 'string' ? [{ name, value }] : [],
  )
  return render(request, { status, browser, kind: 'flow' }, (chrome) =>
    firstLoginPage({
      chrome,
      provider: client.provider.label,
      whom: whomOf(claims),
      action: `${path}/new?login=${secret}`,
      csrfToken: browser.formToken,
      offer: isKnownEmail ? 'link' : mayCreate ? 'create' : 'none',
      claims: offered,
      isEmailVerified: claims.email_verified === true,
      username: suggestUsername(claims),
      linkHref: `${base}/account/logins/confirm/${secret}`,
      backHref: `${base}/login${toQuery(destination)}`,
      ...entered,
    }),
  )
}

/** The name by which users recognise the account that they logged in with. */
export function whomOf({ preferred_username, email, name }: Members): string | undefined {
  return [email, preferred_username, name].find((one): one is string => typeof one === 'string' && one !== '')
}
