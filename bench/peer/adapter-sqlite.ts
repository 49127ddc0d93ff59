import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Adapter, epochSeconds, indexed, stringOrNull, toPayload } from './adapter.ts'

/**
 * Opens a database that survives a power cut (WAL, `synchronous=FULL`) and returns a factory of
 * adapters on it: a table for each model, every statement prepared once.
 */
export function sqliteAdapters(path: string): (model: string) => Adapter {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  return (model) => sqliteAdapter(database, model)
}

function sqliteAdapter(database: DatabaseSync, model: string): Adapter {
  database.exec(
    `CREATE TABLE IF NOT EXISTS "${model}" (
      id TEXT PRIMARY KEY, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, user_code TEXT,
      expires_at INTEGER, consumed_at INTEGER
    ) WITHOUT ROWID`,
  )
  for (const column of indexed[model] ?? []) {
    database.exec(
      `CREATE INDEX IF NOT EXISTS "${model}_${column}" ON "${model}" (${column}) WHERE ${column} IS NOT NULL`,
    )
  }
  const upsert = database.prepare(
    `INSERT INTO "${model}" (id, payload, grant_id, uid, user_code, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
       user_code = excluded.user_code, expires_at = excluded.expires_at`,
  )
  const select = (column: string) =>
    database.prepare(
      `SELECT payload, consumed_at FROM "${model}" WHERE ${column} = ? AND (expires_at IS NULL OR expires_at > ?)`,
    )
  const byId = select('id')
  const byUid = select('uid')
  const byUserCode = select('user_code')
  const consume = database.prepare(`UPDATE "${model}" SET consumed_at = ? WHERE id = ?`)
  const destroy = database.prepare(`DELETE FROM "${model}" WHERE id = ?`)
  const revoke = database.prepare(`DELETE FROM "${model}" WHERE grant_id = ?`)

  const find = async (statement: typeof byId, value: SQLInputValue) => {
    const row = statement.get(value, epochSeconds())
    return row === undefined ? undefined : toPayload(row.payload, row.consumed_at)
  }
  return {
    async upsert(id, payload, expiresIn) {
      upsert.run(
        id,
        JSON.stringify(payload),
        stringOrNull(payload.grantId),
        stringOrNull(payload.uid),
        stringOrNull(payload.userCode),
        expiresIn === undefined ? null : epochSeconds() + expiresIn,
      )
    },
    find: (id) => find(byId, id),
    findByUid: (uid) => find(byUid, uid),
    findByUserCode: (userCode) => find(byUserCode, userCode),
    async consume(id) {
      consume.run(epochSeconds(), id)
    },
    async destroy(id) {
      destroy.run(id)
    },
    async revokeByGrantId(grantId) {
      revoke.run(grantId)
    },
  }
}
