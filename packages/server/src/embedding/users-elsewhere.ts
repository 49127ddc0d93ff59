import type { Config } from '../config/read-config.ts'
import { createLdapUsers } from '../ldap/ldap-users.ts'
import { trustOf } from './create-outbound.ts'
import type { ServerOptions } from './server.ts'

/** Returns the users of the embedding application, or else of the LDAP directory; undefined for accounts of this server. */
export function usersElsewhere(
  { ldap, outbound }: Pick<Config, 'ldap' | 'outbound'>,
  ofApplication: ServerOptions['accounts'],
  note: (line: string) => void,
): ServerOptions['accounts'] {
  if (ofApplication !== undefined || ldap === undefined) return ofApplication
  return createLdapUsers(ldap, { secureContext: trustOf({ outbound }), note })
}
