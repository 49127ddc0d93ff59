import type { LoginAccount } from '../../accounts/ports.ts'
import type { Instant } from '../../oauth/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { addressField, type SealingOptions } from '../carried-request.ts'
import { type Destination, toQuery } from '../login/destination.ts'
import type { ProvenLogin } from '../login/proven-login.ts'

/** A login whose first step succeeded, on its way through the browser to the second. */
export interface SecondStep {
  readonly proven: ProvenLogin
  /** When the first step succeeded. */
  readonly at: Instant
  /** The session that is to be made stronger; undefined for a new login. */
  readonly sessionHash?: string | undefined
  /** As the address of the page holds it. */
  readonly sealed: string
}

/** How long the second step may take, in milliseconds. */
const lifetime = 10 * 60_000

type Sealed = ProvenLogin & Pick<SecondStep, 'at' | 'sessionHash'>

/** Seals the first step of a login for one browser: the account, the version of its credentials, and the methods so far. */
export function sealSecondStep(
  { account, ...proven }: ProvenLogin,
  browser: Browser,
  { web, clock }: SealingOptions,
  sessionHash?: string,
): string {
  const { id, username, displayName, disabled, credentialsVersion } = account
  // Nothing else of the account, such as its password hash, travels.
  const plain: LoginAccount = { id, username, displayName, disabled, credentialsVersion }
  const state: Sealed = { ...proven, account: plain, at: clock(), sessionHash }
  return web.sealer.seal(JSON.stringify(state), toBinding(browser))
}

/** Opens the first step of a login; undefined for one of another browser or session, that is too old, or none. */
export function openSecondStep(
  request: OAuthRequest,
  browser: Browser,
  { web, clock }: SealingOptions,
): SecondStep | undefined {
  const sealed = addressField(request, 'step')
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser))
  if (sealed === undefined || text === undefined) return undefined
  const { at, sessionHash, ...proven } = JSON.parse(text) as Sealed // sealed above
  if (at + lifetime <= clock() || (sessionHash !== undefined && sessionHash !== browser.session?.hash)) return undefined
  return { proven, at, sessionHash, sealed }
}

/** Writes the address of the second step. */
export function secondStepHref(
  sealed: string,
  destination: Destination,
  base: string,
  further: Readonly<Record<string, string>> = {},
): string {
  return `${base}/login/second-factor${toQuery(destination, { step: sealed, ...further })}`
}

/** Leads to the second step. */
export function toSecondStep(sealed: string, destination: Destination, { base }: { readonly base: string }): Reply {
  return seeOther(secondStepHref(sealed, destination, base))
}

/** Leads to the login again: the first step was too long ago, or the account changed since. */
export function toLoginAgain(destination: Destination, { base }: { readonly base: string }): Reply {
  return seeOther(`${base}/login${toQuery(destination, { late: 'yes', other: 'yes' })}`)
}

function toBinding({ secret }: Browser): string {
  return `second step|${secret}`
}
