import { account } from '../config/accounts.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/read-config.ts'
import type { SignUpSettings } from '../pages/sign-up/route.ts'
import type { Stores } from '../storage/open-stores.ts'

type Options = Pick<Config, 'signUp' | 'terms'>

/**
 * Turns the configuration of sign-up and terms into what the pages use.
 * @throws ConfigError if an embedding application keeps the accounts
 */
export function createSignUp(config: Options, { signUps }: Pick<Stores, 'signUps'>, hasOwnAccounts: boolean) {
  const { terms } = config
  return {
    signUps,
    requiredTerms: terms?.required ? terms.version : undefined,
    signUp: readSettings(config, hasOwnAccounts),
  }
}

function readSettings({ signUp: mode, terms }: Options, hasOwnAccounts: boolean): SignUpSettings | undefined {
  if (mode === 'closed') return undefined
  if (!hasOwnAccounts) {
    throw new ConfigError(
      `signUp: ${mode} creates accounts of this server, and the embedding application keeps the accounts: set signUp: closed`,
    )
  }
  return { mode, terms: terms?.version, isAddress: (text) => account.shape.email.safeParse(text).success }
}
