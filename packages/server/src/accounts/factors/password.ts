import type { Accounts } from '../ports.ts'
import type { Factor } from './factor.ts'

/** Characters; a longer password is refused, after as long as a check takes. */
const longestPassword = 1000

/** Creates the check of the password. */
export function password(accounts: Pick<Accounts, 'verifyPassword'>): Factor {
  return {
    name: 'password',
    method: 'pwd',
    fields: ['password'],
    ways: ['password'],
    async verify({ account, answers, origin }) {
      const { password: given = '' } = answers
      const fits = given.length <= longestPassword
      return (await accounts.verifyPassword(account, fits ? given : '', origin)) && fits
    },
  }
}
