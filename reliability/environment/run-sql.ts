import { DatabaseSync } from 'node:sqlite'
import type { Deployment } from './deployment.ts'

/** Runs a statement without the nodes, with the database's own tools; returns its column `rows`, if any. */
export function runSql(deployment: Deployment, sql: string): number {
  if (deployment.engine === 'postgres')
    return Number(deployment.cluster().sql(sql, new URL(deployment.database).pathname.slice(1)))
  const database = new DatabaseSync(deployment.database.slice('sqlite:'.length), { timeout: 10_000 })
  try {
    return Number(database.prepare(sql).get()?.rows)
  } finally {
    database.close()
  }
}
