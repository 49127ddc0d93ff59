import type { LoginWay } from '../../accounts/factors/factor.ts'
import { passFactors } from '../../accounts/factors/pass-factors.ts'
import type { LogInOptions } from '../../accounts/log-in.ts'
import { isTwoStep, type SecondFactors } from '../../accounts/second-factor/second-factors.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { sealSecondStep, toSecondStep } from '../second-factor/second-step.ts'
import { type DeviceOptions, isTrustedDevice } from '../second-factor/trusted-device.ts'
import { type BeginSessionOptions, beginSession } from './begin-session.ts'
import type { Destination } from './destination.ts'
import type { ProvenLogin } from './proven-login.ts'

/** A user who proved who they are, by any first factor, in a browser. */
export interface LoginToComplete {
  readonly browser: Browser
  readonly proven: ProvenLogin
  readonly destination: Destination
  /** How the user did; the factors of a login with a password were checked with it. */
  readonly way: LoginWay
}

export interface CompleteLoginOptions extends BeginSessionOptions {
  readonly secondFactors: Pick<SecondFactors, 'find'> & DeviceOptions['secondFactors']
  readonly logIn: Pick<LogInOptions, 'factors'>
  /** Whether every account needs a second factor. */
  readonly requireSecondFactor: boolean
}

/**
 * Completes a login: every way to log in ends here, and passes the factors that apply to it. An account with a second factor leads to the second step, unless
 * `proven.methods` has `mfa` already, or the user trusts the browser. Returns undefined if a factor fails, which
 * the audit log names, or if the account was disabled or its credentials changed since they were checked.
 */
export async function completeLogin(
  request: OAuthRequest,
  login: LoginToComplete,
  options: CompleteLoginOptions,
): Promise<Reply | undefined> {
  const { browser, destination } = login
  const proven = await passOtherFactors(request, login, options)
  if (proven === undefined) return undefined
  if (!(await needsSecondStep(request, proven, options)))
    return beginSession(request, { browser, proven, destination }, options)
  const reply = toSecondStep(sealSecondStep(proven, browser, options), destination, options)
  if (browser.newCookie === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'set-cookie': browser.newCookie } }
}

/** Adds the factors that apply to a login without a password; undefined if one of them refuses it. */
async function passOtherFactors(
  request: OAuthRequest,
  { proven, way }: LoginToComplete,
  { logIn: { factors }, audit }: CompleteLoginOptions,
): Promise<ProvenLogin | undefined> {
  if (way === 'password') return proven
  const { account } = proven
  const origin = { address: request.remoteAddress, trust: 'usual' } as const
  const passed = await passFactors(factors, { account, answers: {}, origin, way })
  if ('methods' in passed) return { ...proven, methods: [...new Set([...proven.methods, ...passed.methods])] }
  const detail = `${way}: the factor ${passed.failed} refused the login`
  audit.record({ type: 'login.failed', accountId: account.id, ...originOf(request), detail })
  return undefined
}

async function needsSecondStep(
  request: OAuthRequest,
  { account, methods }: ProvenLogin,
  options: CompleteLoginOptions,
): Promise<boolean> {
  if (methods.includes('mfa')) return false
  const state = await options.secondFactors.find(account.id)
  if (!isTwoStep(state)) return options.requireSecondFactor || state?.isRequired === true
  return !(await isTrustedDevice(request, account, options))
}
