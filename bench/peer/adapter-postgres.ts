import { Pool } from 'pg'
import { type Adapter, epochSeconds, indexed, stringOrNull, toPayload } from './adapter.ts'

/**
 * Returns a factory of adapters on a PostgreSQL database: ten connections, a table for each model, and named
 * statements, so that each connection prepares them once.
 */
export async function postgresAdapters(url: string): Promise<(model: string) => Adapter> {
  const pool = new Pool({ connectionString: url, max: 10 })
  for (const model of models) await createTable(pool, model)
  return (model) => postgresAdapter(pool, model)
}

const models = [
  ...Object.keys(indexed),
  'Grant',
  'Client',
  'ClientCredentials',
  'Interaction',
  'InitialAccessToken',
  'RegistrationAccessToken',
  'ReplayDetection',
  'PushedAuthorizationRequest',
]

async function createTable(pool: Pool, model: string): Promise<void> {
  await pool.query({
    text: `CREATE TABLE IF NOT EXISTS "${model}" (
      id text PRIMARY KEY, payload text NOT NULL, grant_id text, uid text, user_code text,
      expires_at bigint, consumed_at bigint
    )`,
  })
  for (const column of indexed[model] ?? []) {
    await pool.query({ text: `CREATE INDEX IF NOT EXISTS "${model}_${column}" ON "${model}" (${column})` })
  }
}

function postgresAdapter(pool: Pool, model: string): Adapter {
  const run = (name: string, text: string, values: readonly unknown[]) =>
    pool.query({ name: `${model}_${name}`, text, values: [...values] })
  const find = async (column: string, value: string) => {
    const { rows } = await run(
      `by_${column}`,
      `SELECT payload, consumed_at FROM "${model}" WHERE ${column} = $1 AND (expires_at IS NULL OR expires_at > $2)`,
      [value, epochSeconds()],
    )
    const [row] = rows
    return row === undefined ? undefined : toPayload(row.payload, row.consumed_at)
  }
  return {
    async upsert(id, payload, expiresIn) {
      await run(
        'upsert',
        `INSERT INTO "${model}" (id, payload, grant_id, uid, user_code, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
           user_code = excluded.user_code, expires_at = excluded.expires_at`,
        [
          id,
          JSON.stringify(payload),
          stringOrNull(payload.grantId),
          stringOrNull(payload.uid),
          stringOrNull(payload.userCode),
          expiresIn === undefined ? null : epochSeconds() + expiresIn,
        ],
      )
    },
    find: (id) => find('id', id),
    findByUid: (uid) => find('uid', uid),
    findByUserCode: (userCode) => find('user_code', userCode),
    async consume(id) {
      await run('consume', `UPDATE "${model}" SET consumed_at = $1 WHERE id = $2`, [epochSeconds(), id])
    },
    async destroy(id) {
      await run('destroy', `DELETE FROM "${model}" WHERE id = $1`, [id])
    },
    async revokeByGrantId(grantId) {
      await run('revoke', `DELETE FROM "${model}" WHERE grant_id = $1`, [grantId])
    },
  }
}
