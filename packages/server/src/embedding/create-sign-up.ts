import { account } from '../config/accounts.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/read-config.ts'
import type { SignUpSettings } from '../pages/sign-up/route.ts'

/**
 * Turns the configuration into what the pages use; undefined if users create no accounts themselves.
 * @throws ConfigError if an embedding application keeps the accounts
 */
export function createSignUp(
  { signUp: mode, terms }: Pick<Config, 'signUp' | 'terms'>,
  hasOwnAccounts: boolean,
): SignUpSettings | undefined {
  if (mode === 'closed') return undefined
  if (!hasOwnAccounts) {
    throw new ConfigError(
      `signUp: ${mode} creates accounts of this server, and the embedding application keeps the accounts: set signUp: closed`,
    )
  }
  return { mode, terms: terms?.version, isAddress: (text) => account.shape.email.safeParse(text).success }
}
