import { toIdentityLists } from '../config/identity-scopes.ts'
import type { Config } from '../config/read-config.ts'
import { promptCreate } from '../oauth/authorization/checks/prompt.ts'
import type { ServerOptions } from './server.ts'

/** Lists what the configuration and the embedding application add to the standard features, without grants. */
export function addedFeatures(config: Pick<Config, 'identityScopes' | 'signUp'>, options: ServerOptions) {
  const configured = toIdentityLists(config.identityScopes)
  return {
    ...options,
    identityScopes: [...configured.identityScopes, ...(options.identityScopes ?? [])],
    scopeClaims: { ...configured.scopeClaims, ...options.scopeClaims },
    promptValues: config.signUp === 'open' ? [promptCreate] : [],
  }
}
