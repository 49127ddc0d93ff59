import type { LiveSession, SignUpStore } from '../../accounts/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { addressField, type SealingOptions } from '../carried-request.ts'
import { type Destination, toQuery } from '../login/destination.ts'
import type { ProvenLogin } from '../login/proven-login.ts'

export interface TermsOptions {
  readonly signUps: Pick<SignUpStore, 'findTerms' | 'acceptTerms'>
  /** The version that users must accept to log in; none by default. */
  readonly requiredTerms?: string | undefined
}

/** Returns the version of the terms that an account has to accept before it is logged in to. */
export async function findUnacceptedTerms(
  accountId: string,
  { signUps, requiredTerms }: TermsOptions,
): Promise<string | undefined> {
  if (requiredTerms === undefined) return undefined
  return (await signUps.findTerms(accountId)) === requiredTerms ? undefined : requiredTerms
}

/** Whether the session of a browser began before the terms that are required now. */
export function needsTerms({ account }: LiveSession, { requiredTerms }: Pick<TermsOptions, 'requiredTerms'>): boolean {
  return requiredTerms !== undefined && account.acceptedTerms !== requiredTerms
}

/** How long a user may read, in milliseconds. */
const lifetime = 30 * 60_000

interface Sealed {
  readonly proven: ProvenLogin
  readonly at: number
}

/** Leads to the terms, with the login sealed for this browser: no session begins before they are accepted. */
export function toTerms(
  { account, ...login }: ProvenLogin,
  browser: Browser,
  destination: Destination,
  { web, clock, base }: SealingOptions & { readonly base: string },
): Reply {
  const { id, username, displayName, disabled, credentialsVersion } = account
  // Nothing else of the account, such as its password hash, travels.
  const plain = { id, username, displayName, disabled, credentialsVersion }
  const at = clock()
  const state: Sealed = { proven: { ...login, authenticatedAt: login.authenticatedAt ?? at, account: plain }, at }
  const sealed = web.sealer.seal(JSON.stringify(state), toBinding(browser))
  const reply = seeOther(termsHref(sealed, destination, base))
  if (browser.newCookie === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'set-cookie': browser.newCookie } }
}

/** Writes the address of the terms: for a login that waits for them, or for the session of the browser. */
export function termsHref(sealed: string | undefined, destination: Destination, base: string): string {
  return `${base}/login/terms${toQuery(destination, sealed === undefined ? {} : { step: sealed })}`
}

/** Opens the login that waits for the terms; undefined for one of another browser, that is too old, or none. */
export function openTermsStep(
  request: OAuthRequest,
  browser: Browser,
  { web, clock }: SealingOptions,
): { readonly proven: ProvenLogin; readonly sealed: string } | undefined {
  const sealed = addressField(request, 'step')
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser))
  if (sealed === undefined || text === undefined) return undefined
  const { proven, at } = JSON.parse(text) as Sealed // sealed above
  return at + lifetime <= clock() ? undefined : { proven, sealed }
}

function toBinding({ secret }: Browser): string {
  return `terms|${secret}`
}
