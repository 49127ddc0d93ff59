import type { OwnAccountStore } from '../../accounts/ports.ts'
import type { Reply } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import type { SealingOptions } from '../carried-request.ts'
import { sealSecondStep, toSecondStep } from '../second-factor/second-step.ts'
import type { Destination } from './destination.ts'

export interface StepUpOptions extends SealingOptions {
  readonly ownAccounts: Pick<OwnAccountStore, 'find'>
  readonly base: string
}

/**
 * Leads a user who is logged in to the second step, which adds to the session; undefined if nobody is. The session keeps the
 * time of its first factor.
 */
export async function toStepUp(
  browser: Browser,
  destination: Destination,
  options: StepUpOptions,
): Promise<Reply | undefined> {
  const { session } = browser
  const own = session && (await options.ownAccounts.find(session.accountId))
  if (session === undefined || own === undefined) return undefined
  const { account, authenticatedAt, context, hash } = session
  const proven = {
    account: { ...account, credentialsVersion: own.credentialsVersion },
    methods: context.amr ?? [],
    upstream: context.upstream,
    authenticatedAt,
  }
  return toSecondStep(sealSecondStep(proven, browser, options, hash), destination, options)
}
