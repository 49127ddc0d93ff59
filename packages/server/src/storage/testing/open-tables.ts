import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from '../open-database.ts'

interface Column {
  readonly name: string
  readonly isText: boolean
}

/** Every table of a database as the engine lists them, whatever the code knows of. */
export interface Tables {
  readonly columns: ReadonlyMap<string, readonly Column[]>
  /** Adds a row about the account `WHO account`, whose texts all contain `WHO`. */
  fill(table: string, who: string): Promise<void>
  /** Returns the rows of each table as text. */
  dump(): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Creates the tables, and opens a connection of its own to them. */
export async function openTables(url: string, now: number): Promise<Tables> {
  await (await openDatabase(url, now)).close()
  const { query, list, close } = await connect(url)
  const columns = new Map<string, Column[]>()
  for (const { table, column, type } of await query(list)) {
    const isText = String(type).toLowerCase() === 'text'
    columns.set(String(table), [...(columns.get(String(table)) ?? []), { name: String(column), isText }])
  }
  return {
    columns,
    async fill(table, who) {
      const own = columns.get(table) ?? []
      const values = own.map(({ name, isText }) => (isText ? `'${textOf(table, name, who)}'` : numberOf(name)))
      await query(`insert into "${table}" (${own.map(({ name }) => `"${name}"`).join()}) values (${values.join()})`)
    },
    async dump() {
      const rows = new Map<string, string>()
      for (const table of columns.keys()) {
        const texts = (await query(`select * from "${table}"`)).map((row) => JSON.stringify(row))
        rows.set(table, texts.sort().join('\n'))
      }
      return rows
    },
    close,
  }
}

function textOf(table: string, column: string, who: string): string {
  if (column === 'account_id' || (table === 'account' && column === 'id')) return `${who} account`
  if (column === 'authorization_id' || (table === 'authorization' && column === 'id')) return `${who} authorization`
  if (column === 'normalized_username') return `${who} username`
  if (column === 'client_id') return 'web'
  if (column === 'claims') return JSON.stringify({ name: who })
  if (column === 'source') return 'command'
  if (column === 'source_members') return '{}'
  return `${who} ${table} ${column}`
}

/** Not to be deleted yet, and the rest is a flag, a number or a moment. */
function numberOf(column: string): string {
  return column === 'delete_at' ? 'null' : '1'
}

async function connect(url: string): Promise<{ query: Query; list: string; close: () => Promise<void> }> {
  if (url.startsWith('sqlite:')) {
    const { DatabaseSync } = await import('node:sqlite')
    const database: DatabaseSync = new DatabaseSync(url.slice('sqlite:'.length))
    const list = `select t.name as "table", c.name as "column", c.type as type
      from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'`
    return { query: async (sql) => database.prepare(sql).all(), list, close: async () => database.close() }
  }
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  const list = `select table_name as "table", column_name as "column", data_type as type
    from information_schema.columns where table_schema = current_schema()`
  return { query: async (sql) => (await client.query(sql)).rows, list, close: () => client.end() }
}
