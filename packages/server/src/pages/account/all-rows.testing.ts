import { DatabaseSync } from 'node:sqlite'

/** A row of any table, as the database has it. */
export interface AnyRow {
  readonly table: string
  readonly row: Readonly<Record<string, unknown>>
}

/** Reads every row of every table, to find what is left of something. */
export async function readAllRows(url: string): Promise<readonly AnyRow[]> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length))
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
    const rows = tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => ({ table: String(name), row })),
    )
    database.close()
    return rows
  }
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  const tables = await client.query("select tablename from pg_tables where schemaname = 'public'")
  const rows: AnyRow[] = []
  for (const { tablename: table } of tables.rows)
    rows.push(...(await client.query(`select * from "${table}"`)).rows.map((row) => ({ table, row })))
  await client.end()
  return rows
}
