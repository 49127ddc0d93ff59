import type { Account, AccountStore } from '../../accounts/ports.ts'
import type { Database } from '../database.ts'
import { statement } from '../statement.ts'

const findByUsername = statement<{ username: string }>('accounts/findByUsername')((query, gap) =>
  query
    .selectFrom('account')
    .select(['id', 'username', 'password_hash', 'claims', 'disabled'])
    .where('normalized_username', '=', gap.username),
)

/** Stores people. */
export function createAccountStore(database: Database): AccountStore {
  return {
    async findByUsername(username) {
      const [row] = await database.run(findByUsername, { username })
      return row && { ...toAccount(row), passwordHash: row.password_hash ?? undefined }
    },
  }
}

/** Reads the columns of a person. */
export function toAccount(row: {
  readonly id: string
  readonly username: string
  readonly claims: string
  readonly disabled: number
}): Account {
  const { name } = JSON.parse(row.claims) as { readonly name?: string } // checked when it was written
  return { id: row.id, username: row.username, displayName: name ?? row.username, disabled: row.disabled === 1 }
}
