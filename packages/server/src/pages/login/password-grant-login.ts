import { describeFailure, isFlood, type LogInOptions, logIn } from '../../accounts/log-in.ts'
import { isTwoStep, type SecondFactors } from '../../accounts/second-factor/second-factors.ts'
import type { Audit, PasswordLogin } from '../../oauth/ports.ts'

export interface PasswordGrantLoginOptions extends LogInOptions {
  readonly audit: Audit
  readonly secondFactors: Pick<SecondFactors, 'find'>
  readonly requireSecondFactor: boolean
}

/** Creates the login of the password grant, with the limits and audit events of the login page. */
export function createPasswordGrantLogin(options: PasswordGrantLoginOptions): PasswordLogin {
  const { audit, secondFactors, requireSecondFactor } = options
  return {
    async logIn({ requestId, username, password, address }) {
      const result = await logIn({ username, answers: { password }, address, browserHash: undefined }, options)
      if (result.outcome === 'welcome') {
        const accountId = result.account.id
        const state = await secondFactors.find(accountId)
        if (isTwoStep(state) || requireSecondFactor || state?.isRequired === true) {
          const detail = 'password grant: a second factor is needed'
          audit.record({ type: 'login.failed', accountId, address, requestId, detail })
          return { outcome: 'needs-second-factor' }
        }
        audit.record({ type: 'login.succeeded', accountId, address, requestId, detail: 'password grant' })
        return { outcome: 'welcome', accountId }
      }
      const { accountId } = result
      const [detail, flood] = [describeFailure(result), isFlood(result)]
      audit.record({ type: 'login.failed', accountId, address, requestId, detail, flood })
      return result
    },
  }
}
