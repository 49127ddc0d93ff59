import { parseScope, readParameters } from '@valetkey/protocol'
import { chooseRights } from '../authorization/choose-rights.ts'
import type { Grant } from './grant.ts'

/** Gives a client a token for itself (RFC 6749 §4.4). */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  openToPublicClients: false,
  clause: 'RFC 6749 §4.4',
  defaultFor: 'machines',
  routine: true,
  async authorize({ client, form }, { stores }) {
    const { scope, resource } = readParameters(form, { scope: 'optional', resource: 'many' })
    const apis = await stores.listApis()
    return { rights: chooseRights({ client, apis, resources: resource, scope: parseScope(scope) }) }
  },
}
