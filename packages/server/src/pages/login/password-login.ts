import { isFlood, type LogInOptions, logIn } from '../../accounts/log-in.ts'
import type { Audit, PasswordLogin } from '../../oauth/ports.ts'

/** Creates the login of the password grant, with the limits and audit events of the login page. */
export function createPasswordLogin(options: LogInOptions & { readonly audit: Audit }): PasswordLogin {
  const { audit } = options
  return {
    async logIn({ requestId, username, password, address }) {
      const result = await logIn({ username, answers: { password }, address, browserHash: undefined }, options)
      if (result.outcome === 'welcome') {
        const accountId = result.account.id
        audit.record({ type: 'login.succeeded', accountId, address, requestId, detail: 'password grant' })
        return { outcome: 'welcome', accountId }
      }
      const { outcome, accountId } = result
      audit.record({ type: 'login.failed', accountId, address, requestId, detail: outcome, flood: isFlood(result) })
      return result
    },
  }
}
