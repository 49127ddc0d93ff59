import { parseScope, readParameters } from '@valetkey/protocol'
import { readResources } from '../../resources.ts'
import { chooseRights } from '../choose-rights.ts'
import type { Check } from './check.ts'

/** The client may ask for this scope at these APIs (RFC 6749 §3.3, RFC 8707 §2). */
export const rights: Check = {
  name: 'rights',
  at: ['authorize', 'par', 'device', 'ciba'],
  reads: ['scope', 'resource', 'audience'],
  run({ parameters, client, apis, features: { identityScopes } }) {
    const { scope } = readParameters(parameters, { scope: 'optional' })
    const scopes = { scope: parseScope(scope), identityScopes }
    return { rights: chooseRights({ client, apis, resources: readResources(parameters), ...scopes }) }
  },
}
