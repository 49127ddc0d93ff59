import { isTwoStep, type SecondFactors } from '../../accounts/second-factor/second-factors.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
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
}

export interface CompleteLoginOptions extends BeginSessionOptions {
  readonly secondFactors: Pick<SecondFactors, 'find'> & DeviceOptions['secondFactors']
  /** Whether every account needs a second factor. */
  readonly requireSecondFactor: boolean
}

/**
 * Completes a login: every way to log in ends here. An account with a second factor leads to the second step, unless
 * `proven.methods` has `mfa` already, or the user trusts the browser. Returns undefined if the account was disabled or its
 * credentials changed since they were checked.
 */
export async function completeLogin(
  request: OAuthRequest,
  login: LoginToComplete,
  options: CompleteLoginOptions,
): Promise<Reply | undefined> {
  const { browser, proven, destination } = login
  if (!(await needsSecondStep(request, proven, options))) return beginSession(request, login, options)
  const reply = toSecondStep(sealSecondStep(proven, browser, options), destination, options)
  if (browser.newCookie === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'set-cookie': browser.newCookie } }
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
