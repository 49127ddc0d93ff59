import type { Accounts } from '../ports.ts'
import type { Factor } from './factor.ts'
import { password } from './password.ts'

/** Lists the steps of a login, in their order; each says which ways to log in it applies to. */
export function createFactors(accounts: Pick<Accounts, 'verifyPassword'>): readonly Factor[] {
  return [password(accounts)]
}
