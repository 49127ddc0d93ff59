import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'

/** The number of rows to create. */
export interface Size {
  readonly accounts: number
  /** Opaque access tokens, spread over the accounts' authorizations. */
  readonly tokens: number
}

/** SQL that differs between the databases: a series of numbers, and random text that looks like the hash of a secret. */
interface Dialect {
  readonly series: (count: number) => string
  readonly hash: string
}

const sqlite: Dialect = {
  series: (count) =>
    `(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count}) SELECT n FROM s)`,
  hash: 'lower(hex(randomblob(22)))',
}

const postgres: Dialect = {
  series: (count) => `generate_series(1, ${count}) AS s(n)`,
  hash: 'substr(md5(random()::text) || md5(random()::text), 1, 44)',
}

/** Fills a database that a server has created with users, an authorization each, and valid tokens. */
export async function fill(database: string, size: Size): Promise<void> {
  if (database.startsWith('sqlite:')) {
    const file = new DatabaseSync(database.slice('sqlite:'.length))
    file.exec('PRAGMA synchronous = OFF')
    for (const statement of statements(size, sqlite)) file.exec(statement)
    file.exec('ANALYZE')
    file.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    file.close()
    return
  }
  const client = new Client({ connectionString: database })
  await client.connect()
  for (const statement of statements(size, postgres)) await client.query(statement)
  await client.query('VACUUM ANALYZE')
  await client.query('CHECKPOINT')
  await client.end()
}

function statements({ accounts, tokens }: Size, { series, hash }: Dialect): readonly string[] {
  const now = Date.now()
  const later = now + 30 * 86_400_000
  const rights = `'[{"resource":"https://opaque.example.com","scope":["read"]}]'`
  return [
    `INSERT INTO account (id, username, normalized_username, claims, disabled, source, created_at)
     SELECT 'filled' || n, 'filled' || n, 'filled' || n, '{}', 0, 'command', ${now} FROM ${series(accounts)}`,
    `INSERT INTO "authorization" (id, account_id, client_id, rights, created_at, ends_at, remembered)
     SELECT 'filled' || n, 'filled' || n, 'bench-web', ${rights}, ${now}, ${later}, 1 FROM ${series(accounts)}`,
    `INSERT INTO token_family
       (id, client_id, account_id, authorization_id, rights, authenticated_at, generation, rotated_at, expires_at)
     SELECT 'filled' || n, 'bench-web', 'filled' || n, 'filled' || n, ${rights}, ${now}, 0, ${now}, ${later}
     FROM ${series(accounts)}`,
    `INSERT INTO access_token
       (hash, id, client_id, account_id, authorization_id, family_id, rights, issued_at, expires_at)
     SELECT ${hash}, 'filled' || n, 'bench-web', 'filled' || (n % ${accounts} + 1), 'filled' || (n % ${accounts} + 1),
       'filled' || (n % ${accounts} + 1), ${rights}, ${now}, ${later} FROM ${series(tokens)}`,
  ]
}
