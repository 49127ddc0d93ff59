import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { type BeginSessionOptions, beginSession, type Proven } from './begin-session.ts'
import type { Destination } from './destination.ts'

/** A user who proved who they are, by any first factor, in a browser. */
export interface LoginToComplete {
  readonly browser: Browser
  readonly proven: Proven
  readonly destination: Destination
}

export interface CompleteLoginOptions extends BeginSessionOptions {}

/**
 * Completes a login: every way to log in ends here. Returns undefined if the account was disabled or its credentials
 * changed since they were checked.
 */
export async function completeLogin(
  request: OAuthRequest,
  login: LoginToComplete,
  options: CompleteLoginOptions,
): Promise<Reply | undefined> {
  return beginSession(request, login, options)
}
