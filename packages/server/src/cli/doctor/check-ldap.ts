import type { Config } from '../../config/read-config.ts'
import { trustOf } from '../../embedding/create-outbound.ts'
import { withConnection } from '../../ldap/ldap-connection.ts'
import { bindAsService } from '../../ldap/ldap-users.ts'
import type { Finding } from './finding.ts'

/** Checks that the directory accepts a connection and the service's password, and has the entry below which users are. */
export async function checkLdap({ ldap, outbound }: Pick<Config, 'ldap' | 'outbound'>): Promise<readonly Finding[]> {
  if (ldap === undefined) return []
  try {
    await withConnection({ ...ldap, secureContext: trustOf({ outbound }) }, async (connection) => {
      await bindAsService(connection, ldap)
      await connection.search(ldap.searchBase, { scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] })
    })
    return []
  } catch (error) {
    return [
      {
        level: 'error',
        where: 'ldap',
        what: `the directory cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'correct url, bindDn, bindPassword and searchBase, or let this computer reach the directory',
      },
    ]
  }
}
