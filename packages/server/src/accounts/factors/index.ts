import type { Accounts } from '../ports.ts'
import type { Factor } from './factor.ts'
import { password } from './password.ts'

/** Lists the steps of a login with username and password, in their order. */
export function createFactors(accounts: Pick<Accounts, 'verifyPassword'>): readonly Factor[] {
  return [password(accounts)]
}
