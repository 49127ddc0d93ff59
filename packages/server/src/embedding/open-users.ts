import { createLocalAccounts } from '../accounts/local-accounts.ts'
import type { PasswordHasher } from '../accounts/ports.ts'
import type { OAuthStores } from '../oauth/ports.ts'
import type { Database } from '../storage/database.ts'
import type { Stores } from '../storage/open-stores.ts'
import { createDirectoryMirror } from '../storage/stores/directory-mirror.ts'
import { checkUsersOfSessions, checkUsersOfTokens } from './check-users.ts'
import { fromOwnUsers } from './own-users.ts'
import type { ServerOptions } from './server.ts'
import { addComputedClaims } from './user-claims.ts'
import { createDirectory } from './user-directory.ts'

export interface OpenUsersOptions {
  readonly users: ServerOptions['accounts']
  readonly claims: ServerOptions['claims']
  readonly stores: Pick<Stores, 'accounts' | 'oauth' | 'sessions'>
  readonly hasher: PasswordHasher
  readonly clock: () => number
}

/**
 * Selects the users who may log in: the accounts of the database, or those of the embedding application or an
 * LDAP directory (`areOwn` is false). For the latter, sessions and tokens are checked there as well.
 */
export function openUsers(database: Database, { users, claims, stores, hasher, clock }: OpenUsersOptions) {
  const withClaims = (oauth: OAuthStores) => (claims === undefined ? oauth : addComputedClaims(oauth, claims))
  if (users === undefined) {
    return {
      areOwn: true,
      accounts: createLocalAccounts(stores.accounts, hasher),
      sessions: stores.sessions,
      oauth: withClaims(stores.oauth),
    }
  }
  const directory = createDirectory('find' in users ? fromOwnUsers(users) : users, {
    mirror: createDirectoryMirror(database),
    clock,
  })
  return {
    areOwn: false,
    accounts: directory.accounts,
    sessions: checkUsersOfSessions(stores.sessions, directory),
    oauth: withClaims(checkUsersOfTokens(stores.oauth, directory)),
  }
}
