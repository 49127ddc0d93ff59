import { type DirectoryMirror, normalizeEmail } from '../../accounts/ports.ts'
import { directoryKey } from '../../management/ports.ts'
import type { Database } from '../database.ts'
import { statement } from '../statement.ts'
import { endAccountSessions } from './revocation-writes.ts'

interface Gap {
  readonly [name: string]: string | number | null
  readonly id: string
  readonly username: string
  readonly key: string
  readonly version: string
  readonly claims: string
  readonly email: string | null
  readonly source: string
  readonly now: number
}

const put = statement<Gap>('directory-mirror/put')((query, gap) => {
  const columns = {
    username: gap.username,
    claims: gap.claims,
    normalized_email: gap.email,
    credentials_version: gap.version,
  }
  return query
    .insertInto('account')
    .values((eb) => ({
      id: gap.id,
      normalized_username: gap.key,
      source: gap.source,
      created_at: gap.now,
      disabled: eb.lit(0),
      ...columns,
    }))
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns).where('account.source', '=', gap.source))
    .returning('id')
})

const setVersion = statement<{ id: string; version: string; source: string }>('directory-mirror/setVersion')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ credentials_version: gap.version })
      .where('id', '=', gap.id)
      .where('source', '=', gap.source)
      .where('credentials_version', '!=', gap.version)
      .returning('id'),
)

const source = 'directory'

/** Stores the users of an embedding application. A user that an operator disabled stays disabled. */
export function createDirectoryMirror(database: Database): DirectoryMirror {
  return {
    async put({ id, username, claims = {}, credentialsVersion: version = '' }, now) {
      const email = normalizeEmail(claims.email) ?? null
      const row = { id, username, key: directoryKey(id), version, claims: JSON.stringify(claims), email, source, now }
      return database.transaction(async (connection) => (await connection.run(put, row)).length > 0)
    },
    async setVersion(id, version = '') {
      return database.transaction(async (connection) => {
        const changed = (await connection.run(setVersion, { id, version, source })).length > 0
        if (changed) await endAccountSessions(connection, id)
        return changed
      })
    },
  }
}
