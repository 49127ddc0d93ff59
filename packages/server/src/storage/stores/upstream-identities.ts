import type { Members, NewIdentity, UpstreamStore } from '../../accounts/ports.ts'
import type { Connection, Database } from '../database.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import { toInstant } from './columns.ts'
import { addNotice } from './mail.ts'
import { usedOnce } from './used-once.ts'

type Key = { readonly provider: string; readonly subject: string }

const find = statement<Key>('upstream/find')((query, gap) =>
  query
    .selectFrom('upstream_identity')
    .innerJoin('account', 'account.id', 'upstream_identity.account_id')
    .select(['account.id', 'account.username', 'account.claims', 'account.disabled'])
    .select(['account.password_hash', 'account.credentials_version'])
    .where('provider', '=', gap.provider)
    .where('subject', '=', gap.subject),
)

const noteLogin = statement<Key & { claims: string; now: number }>('upstream/noteLogin')((query, gap) =>
  query
    .updateTable('upstream_identity')
    .set({ claims: gap.claims, last_used_at: gap.now })
    .where('provider', '=', gap.provider)
    .where('subject', '=', gap.subject),
)

const setClaims = statement<{ id: string; claims: string; now: number }>('upstream/setClaims')((query, gap) =>
  query.updateTable('account').set({ claims: gap.claims, updated_at: gap.now }).where('id', '=', gap.id),
)

const add = statement<Key & { accountId: string; claims: string; now: number; usedAt: number | null }>('upstream/add')(
  (query, gap) =>
    query
      .insertInto('upstream_identity')
      .values({
        provider: gap.provider,
        subject: gap.subject,
        account_id: gap.accountId,
        claims: gap.claims,
        created_at: gap.now,
        last_used_at: gap.usedAt,
      })
      .onConflict((conflict) => conflict.columns(['provider', 'subject']).doNothing())
      .returning('account_id'),
)

const addAccount = statement<{
  id: string
  username: string
  normalizedUsername: string
  normalizedEmail: string | null
  claims: string
  source: string
  version: string
  now: number
}>('upstream/addAccount')((query, gap) =>
  query
    .insertInto('account')
    .values((eb) => ({
      id: gap.id,
      username: gap.username,
      normalized_username: gap.normalizedUsername,
      normalized_email: gap.normalizedEmail,
      claims: gap.claims,
      disabled: eb.lit(0),
      source: gap.source,
      credentials_version: gap.version,
      created_at: gap.now,
    }))
    .onConflict((conflict) => conflict.column('normalized_username').doNothing())
    .returning('id'),
)

/** Of changes of one account's logins at the same time, each waits for the one before. */
const setVersion = statement<{ id: string; version: string }>('upstream/setVersion')((query, gap) =>
  query
    .updateTable('account')
    .set({ credentials_version: gap.version })
    .where('id', '=', gap.id)
    .where((eb) => eb('disabled', '=', eb.lit(0)))
    .returning(['id', 'password_hash']),
)

const list = statement<{ accountId: string }>('upstream/list')((query, gap) =>
  query
    .selectFrom('upstream_identity')
    .selectAll()
    .where('account_id', '=', gap.accountId)
    .orderBy('created_at')
    .orderBy('provider')
    .limit(100),
)

const countPasskeys = statement<{ accountId: string }>('upstream/countPasskeys')((query, gap) =>
  query.selectFrom('passkey').select('id').where('account_id', '=', gap.accountId).limit(1),
)

const remove = statement<Key & { accountId: string }>('upstream/remove')((query, gap) =>
  query
    .deleteFrom('upstream_identity')
    .where('account_id', '=', gap.accountId)
    .where('provider', '=', gap.provider)
    .where('subject', '=', gap.subject)
    .returning('subject'),
)

const findEmail = statement<{ email: string }>('upstream/findEmail')((query, gap) =>
  query.selectFrom('account').select('claims').where('normalized_email', '=', gap.email).limit(20),
)

/** Undoes a transaction, with a result that is expected. */
class Undone extends Error {
  override readonly name = 'Undone'
}

const source = 'login elsewhere'

/** Stores which users of other providers are users of accounts. */
export function createUpstreamStore(database: Database): UpstreamStore {
  const { spendAssertion } = usedOnce(database)
  return {
    async find(provider, subject) {
      const [row] = await database.run(find, { provider, subject })
      if (row === undefined) return undefined
      const account = { ...toAccount(row), credentialsVersion: versionOf(row) }
      return { account, claims: JSON.parse(row.claims) as Members } // checked when it was written
    },
    async noteLogin({ provider, subject, claims, now }, accountId, accountClaims) {
      await database.transaction(async (connection) => {
        await connection.run(noteLogin, { provider, subject, claims: JSON.stringify(claims), now })
        if (accountClaims === undefined) return
        await connection.run(setClaims, { id: accountId, claims: JSON.stringify(accountClaims), now })
      })
    },
    async create({ accountId, username, normalizedUsername, normalizedEmail, credentialsVersion, ...rest }) {
      const { accountClaims, ...identity } = rest
      try {
        return await database.transaction(async (connection) => {
          const added = await connection.run(addAccount, {
            id: accountId,
            username,
            normalizedUsername,
            normalizedEmail: normalizedEmail ?? null,
            claims: JSON.stringify(accountClaims),
            source,
            version: credentialsVersion,
            now: identity.now,
          })
          if (added.length === 0) return 'username-taken'
          if (!(await addIdentity(connection, identity, accountId, identity.now))) throw new Undone()
          return 'created'
        })
      } catch (error) {
        if (error instanceof Undone) return 'linked'
        throw error
      }
    },
    async link(identity, accountId, { credentialsVersion, notice }) {
      try {
        return await database.transaction(async (connection) => {
          const [account] = await connection.run(setVersion, { id: accountId, version: credentialsVersion })
          if (account === undefined) return 'gone'
          if (!(await addIdentity(connection, identity, accountId, null))) throw new Undone()
          await addNotice(connection, notice)
          return 'done'
        })
      } catch (error) {
        if (error instanceof Undone) return 'linked'
        throw error
      }
    },
    async list(accountId) {
      return (await database.run(list, { accountId })).map((row) => ({
        provider: row.provider,
        subject: row.subject,
        accountId: row.account_id,
        claims: JSON.parse(row.claims) as Members, // checked when it was written
        createdAt: row.created_at,
        lastUsedAt: toInstant(row.last_used_at),
      }))
    },
    async unlink(accountId, { provider, subject }, { providers, credentialsVersion, notice }) {
      try {
        return await database.transaction(async (connection) => {
          const [account] = await connection.run(setVersion, { id: accountId, version: credentialsVersion })
          if ((await connection.run(remove, { accountId, provider, subject })).length === 0) throw new Undone('unknown')
          const others = await connection.run(list, { accountId })
          const hasOther =
            (account?.password_hash ?? null) !== null ||
            others.some((one) => providers.includes(one.provider)) ||
            (await connection.run(countPasskeys, { accountId })).length > 0
          if (!hasOther) throw new Undone('last')
          await addNotice(connection, notice)
          return 'done' as const
        })
      } catch (error) {
        if (error instanceof Undone) return error.message === 'last' ? 'last' : 'unknown'
        throw error
      }
    },
    async hasEmail(email) {
      const rows = await database.run(findEmail, { email })
      return rows.some(({ claims }) => (JSON.parse(claims) as Members).email_verified === true) // checked when written
    },
    // Any hash does: it is compared only.
    spend: (hash, expiresAt) => spendAssertion(hash as Parameters<typeof spendAssertion>[0], expiresAt),
  }
}

/** Returns whether the identity was free. */
async function addIdentity(
  connection: Connection,
  { provider, subject, claims, now }: NewIdentity,
  accountId: string,
  usedAt: number | null,
): Promise<boolean> {
  const values = { provider, subject, accountId, claims: JSON.stringify(claims), now, usedAt }
  return (await connection.run(add, values)).length === 1
}
