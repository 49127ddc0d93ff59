import type { SessionStore } from '../accounts/ports.ts'
import type { GrantStatus, GrantStores, OAuthStores } from '../oauth/ports.ts'
import type { Checked, Directory } from './user-directory.ts'

/** Thrown inside a transaction for a user who must be checked first: a transaction awaits only the database. */
class NotChecked extends Error {
  override readonly name = 'NotChecked'
  readonly accountId: string

  constructor(accountId: string) {
    super('a user of the directory has to be checked before this transaction')
    this.accountId = accountId
  }
}

/** Treats accounts that the directory has removed or disabled as disabled, wherever a token is issued or read. */
export function checkUsersOfTokens(stores: OAuthStores, { check }: Pick<Directory, 'check'>): OAuthStores {
  const withUser = async <S extends GrantStatus>(status: S, accountId: string) =>
    restrict(status, (await check(accountId)).isActive)
  return {
    ...stores,
    async transaction(work, key) {
      const checked = new Map<string, Checked>()
      for (;;) {
        try {
          return await stores.transaction((inside) => work(withChecked(inside, checked)), key)
        } catch (error) {
          if (!(error instanceof NotChecked)) throw error
          checked.set(error.accountId, await check(error.accountId))
        }
      }
    },
    findGrantStatus: async (query) => withUser(await stores.findGrantStatus(query), query.accountId),
    findUserClaims: async ({ accountId }) => (await check(accountId)).claims,
    async findAccessToken(hash) {
      const found = await stores.findAccessToken(hash)
      if (found?.accountId === undefined || found.status === undefined) return found
      return { ...found, status: await withUser(found.status, found.accountId) }
    },
  }
}

/** Ends sessions of users whom the directory has removed, disabled or given other credentials. */
export function checkUsersOfSessions(sessions: SessionStore, { check }: Pick<Directory, 'check'>): SessionStore {
  return {
    ...sessions,
    async find(hash) {
      const before = await sessions.find(hash)
      if (before === undefined) return undefined
      const { isActive, changed } = await check(before.accountId)
      const found = changed ? await sessions.find(hash) : before
      return found && (isActive ? found : { ...found, account: { ...found.account, disabled: true } })
    },
  }
}

function restrict<S extends GrantStatus>(status: S, isActive: boolean): S {
  return isActive ? status : { ...status, accountActive: false }
}

function withChecked(stores: GrantStores, checked: ReadonlyMap<string, Checked>): GrantStores {
  const find = (accountId: string): Checked => {
    const found = checked.get(accountId)
    if (found === undefined) throw new NotChecked(accountId)
    return found
  }
  const withUser = <S extends GrantStatus>(status: S, accountId: string) => restrict(status, find(accountId).isActive)
  return {
    ...stores,
    findGrantStatus: async (query) => withUser(await stores.findGrantStatus(query), query.accountId),
    // The directory's current claims: the database has those of the last login.
    findUserClaims: async ({ accountId }) => find(accountId).claims,
    async holdFamily(id) {
      const family = await stores.holdFamily(id)
      return family && { ...family, status: withUser(family.status, family.accountId) }
    },
  }
}
