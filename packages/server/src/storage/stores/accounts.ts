import {
  type Account,
  type AccountStore,
  credentialsVersion,
  normalizeEmail,
  type StoredAccount,
} from '../../accounts/ports.ts'
import type { JsonObject } from '../../oauth/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

const columns = ['id', 'username', 'password_hash', 'credentials_version', 'claims', 'disabled'] as const

const findByUsername = statement<{ username: string }>('accounts/findByUsername')((query, gap) =>
  query.selectFrom('account').select(columns).where('normalized_username', '=', gap.username),
)

/** Accounts that share a verified address: two are enough to refuse it, some more may have the words in another claim. */
const mostOfAddress = 8

const findByName = statement<{ username: string; email: string }>('accounts/findByName')((query, gap) =>
  query
    .selectFrom('account')
    .select([...columns, 'normalized_username'])
    .where((eb) =>
      eb.or([
        eb('normalized_username', '=', gap.username),
        // Narrows down what `toAccount` decides.
        eb.and([eb('normalized_email', '=', gap.email), eb('claims', 'like', '%"email_verified":true%')]),
      ]),
    )
    .orderBy((eb) => eb.case().when('normalized_username', '=', gap.username).then(eb.lit(0)).else(eb.lit(1)).end())
    .limit(mostOfAddress),
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
      return row && toStoredAccount(row)
    },
    async findByName(name) {
      const email = normalizeEmail(name)
      const rows = await database.run(findByName, { username: name, email: email ?? '' })
      const named = rows.find((row) => row.normalized_username === name)
      if (named !== undefined) return toStoredAccount(named)
      const [one, another] = rows.map(toStoredAccount).filter(({ verifiedEmail }) => verifiedEmail === email)
      return another === undefined ? one : undefined
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

function toStoredAccount(row: Parameters<typeof toAccount>[0] & Parameters<typeof versionOf>[0]): StoredAccount {
  return { ...toAccount(row), credentialsVersion: versionOf(row), passwordHash: row.password_hash ?? undefined }
}

export function toAccount(row: {
  readonly id: string
  readonly username: string
  readonly claims: string
  readonly disabled: number
  readonly terms_version?: string | null
}): Account {
  // Checked when it was written.
  const { name, locale, email, email_verified: isVerified } = JSON.parse(row.claims) as Claims
  const displayName = name ?? row.username
  const verifiedEmail = isVerified === true ? normalizeEmail(email) : undefined
  return {
    id: row.id,
    username: row.username,
    displayName,
    locale,
    verifiedEmail,
    acceptedTerms: row.terms_version ?? undefined,
    disabled: row.disabled === 1,
  }
}

interface Claims {
  readonly name?: string
  readonly locale?: string
  readonly email?: unknown
  readonly email_verified?: unknown
}
