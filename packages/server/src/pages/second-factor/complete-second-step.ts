import type { Notices } from '../../accounts/mail/mail.ts'
import type { SecondFactors } from '../../accounts/second-factor/second-factors.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { type BeginSessionOptions, beginSession } from '../login/begin-session.ts'
import type { Destination } from '../login/destination.ts'
import type { SecondStep } from './second-step.ts'
import { type DeviceOptions, trustDevice } from './trusted-device.ts'

export interface SecondStepOptions extends BeginSessionOptions, Pick<DeviceOptions, 'web' | 'clock' | 'random'> {
  readonly secondFactors: SecondFactors
  readonly mailing: { readonly notices: Notices }
}

/** A second factor that was proved after the first. */
export interface SecondProof {
  readonly browser: Browser
  readonly destination: Destination
  readonly step: Pick<SecondStep, 'proven'>
  /** The methods of the second factor (RFC 8176 §2), without `mfa`. */
  readonly methods: readonly string[]
  /** Whether the user asked to remember the device. */
  readonly trust: boolean
}

/**
 * Completes the second step of a login, whatever proved it: begins the session. Returns undefined if the account was disabled
 * or its credentials changed since the first step.
 */
export async function completeSecondStep(
  request: OAuthRequest,
  { browser, destination, step, methods, trust }: SecondProof,
  options: SecondStepOptions,
): Promise<Reply | undefined> {
  const { account } = step.proven
  const all = [...new Set([...step.proven.methods, ...methods, 'mfa'])]
  const proven = { ...step.proven, methods: all }
  const reply = await beginSession(request, { browser, proven, destination }, options)
  if (reply === undefined || !trust) return reply
  options.audit.record({ type: 'second-factor.device-trusted', accountId: account.id, ...originOf(request) })
  const cookie = await trustDevice(request, account, options)
  const before = reply.headers['set-cookie'] ?? []
  return { ...reply, headers: { ...reply.headers, 'set-cookie': [before, cookie].flat() } }
}

/** Records that a recovery code was used. */
export function noteRecoveryCode(
  request: OAuthRequest,
  accountId: string,
  { audit, mailing }: Pick<SecondStepOptions, 'audit' | 'mailing'>,
): void {
  audit.record({ type: 'second-factor.recovery-code-used', accountId, ...originOf(request) })
  mailing.notices.announce()
}

/** From where a change of credentials comes, for the notice. */
export function changeContext(request: OAuthRequest, now: number) {
  return { address: request.remoteAddress, userAgent: request.headers.get('user-agent') ?? undefined, now }
}
