import { type Account, type AccountStore, credentialsVersion } from '../../accounts/ports.ts'
import type { JsonObject } from '../../oauth/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

const findByUsername = statement<{ username: string }>('accounts/findByUsername')((query, gap) =>
  query
    .selectFrom('account')
    .select(['id', 'username', 'password_hash', 'credentials_version', 'claims', 'disabled'])
    .where('normalized_username', '=', gap.username),
)

const rehash = statement<{ id: string; before: string; after: string }>('accounts/rehash')((query, gap) =>
  query
    .updateTable('account')
    .set({ password_hash: gap.after })
    .where('id', '=', gap.id)
    .where('password_hash', '=', gap.before)
    .returning('id'),
)

export function createAccountStore(database: Database): AccountStore {
  return {
    async findByUsername(username) {
      const [row] = await database.run(findByUsername, { username })
      if (row === undefined) return undefined
      return { ...toAccount(row), credentialsVersion: versionOf(row), passwordHash: row.password_hash ?? undefined }
    },
    rehash: async (id, before, after) => (await write(database, rehash, { id, before, after })).length > 0,
  }
}

const findClaims = statement<{ id: string }>('accounts/findClaims')((query, gap) =>
  query.selectFrom('account').select(['username', 'claims', 'created_at', 'updated_at']).where('id', '=', gap.id),
)

/** Reads the claims of an account, with those that follow from it (OIDC Core §5.1). */
export async function findUserClaims(connection: Connection, id: string): Promise<JsonObject | undefined> {
  const [row] = await connection.run(findClaims, { id })
  if (row === undefined) return undefined
  return {
    preferred_username: row.username,
    ...(JSON.parse(row.claims) as JsonObject), // checked when it was written
    updated_at: Math.floor((row.updated_at ?? row.created_at) / 1000),
  }
}

export function versionOf(row: {
  readonly password_hash: string | null
  readonly credentials_version: string | null
}): string {
  return credentialsVersion({
    passwordHash: row.password_hash ?? undefined,
    version: row.credentials_version ?? undefined,
  })
}

export function toAccount(row: {
  readonly id: string
  readonly username: string
  readonly claims: string
  readonly disabled: number
}): Account {
  // Checked when it was written.
  const { name, locale } = JSON.parse(row.claims) as { readonly name?: string; readonly locale?: string }
  const displayName = name ?? row.username
  return { id: row.id, username: row.username, displayName, locale, disabled: row.disabled === 1 }
}
