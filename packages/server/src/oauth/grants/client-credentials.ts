import { formatScope, OAuthError, parseScope, readParameters, type Scope } from '@valetkey/protocol'
import { chooseRights } from '../authorization/choose-rights.ts'
import { splitScope } from '../identity-scopes.ts'
import { readResources } from '../resources.ts'
import type { Grant } from './grant.ts'

/** Gives a client a token for itself (RFC 6749 §4.4). */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  openToPublicClients: false,
  clause: 'RFC 6749 §4.4',
  defaultFor: 'machines',
  routine: true,
  async authorize({ client, form }, { stores, identityScopes }) {
    const { scope: text } = readParameters(form, { scope: 'optional' })
    const scope = parseScope(text)
    refuseIdentity(scope, identityScopes)
    const apis = await stores.listApis()
    return { rights: chooseRights({ client, apis, resources: readResources(form), scope }) }
  },
}

function refuseIdentity(scope: Scope, served: Scope): void {
  const { identity } = splitScope(scope, served)
  if (identity.length === 0) return
  const description = `scope ${formatScope(identity)} is about a user, and a client gets this token for itself: leave it out`
  throw new OAuthError('invalid_scope', description, { clause: 'RFC 6749 §4.4' })
}
