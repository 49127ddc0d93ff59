import type { Query } from './postgres-link.ts'
import { type ManyRows, toManyRows, toQueries } from './postgres-many-rows.ts'

/** Takes the writes of a transaction that answer nothing, and sends those that differ only in values as one statement. */
export interface Writes {
  /**
   * Takes the query where it is a plain insert, or an update of rows that it does not return, and tells whether it is.
   * It has no answer but that it was done, and that shows when the transaction is committed, so nobody waits for it.
   */
  take(query: Query): boolean
  /** Sends what was taken; to be called before any other statement, which may look for it. */
  send(): void
  /** Resolves when all that was sent is done. @throws what the first of them was refused with */
  done(): Promise<unknown>
}

/**
 * Gathers the writes of a transaction that nobody waits for. Those that differ only in values go out as one statement:
 * PostgreSQL takes several times as long for as many statements.
 * @param send sends a query on the connection whose transaction the writes belong to
 */
export function gatherWrites(send: (query: Query) => Promise<unknown>): Writes {
  const piles = new Map<ManyInserts | ManyRows, { readonly write: Write; readonly queries: Query[] }>()
  const updated = new Set<string>()
  const sent: Promise<unknown>[] = []

  function sendAll(): void {
    for (const { write, queries } of piles.values()) {
      for (const query of write.kind === 'insert' ? toInserts(write.many, queries) : toQueries(write.many, queries)) {
        const done = send(query)
        // It is awaited at the end, but may fail before: unheard until then, it would end the process.
        done.catch(() => undefined)
        sent.push(done)
      }
    }
    piles.clear()
    updated.clear()
  }

  return {
    take(query) {
      const write = readWrite(query)
      if (write === undefined) return false
      // A row must not be there yet when an update is done that was asked for before it.
      if (write.kind === 'insert' && updated.has(write.table)) sendAll()
      if (write.kind === 'update') updated.add(write.table)
      const pile = piles.get(write.many)
      if (pile === undefined) piles.set(write.many, { write, queries: [query] })
      else pile.queries.push(query)
      return true
    },
    send: sendAll,
    done: () => Promise.all(sent),
  }
}

type Write =
  | { readonly kind: 'insert'; readonly table: string; readonly many: ManyInserts }
  | { readonly kind: 'update'; readonly table: string; readonly many: ManyRows }

interface ManyInserts {
  readonly columns: readonly string[]
  readonly text: string
}

const insertsKnown = new Map<string, Write | undefined>()

function readWrite(query: Query): Write | undefined {
  const { text } = query
  if (text.startsWith('insert ')) {
    if (!insertsKnown.has(text)) insertsKnown.set(text, readInsert(text))
    return insertsKnown.get(text)
  }
  const table = text.includes(' returning ') ? undefined : /^update ("\w+") set /.exec(text)?.[1]
  const many = table === undefined ? undefined : toManyRows(query)
  return table === undefined || many === undefined ? undefined : { kind: 'update', table, many }
}

/** The table itself gives the types of the columns. */
function readInsert(sql: string): Write | undefined {
  const [, table, list, values] = /^insert into ("\w+") \(([^()]*)\) values \(([^()]*)\)$/.exec(sql) ?? []
  if (table === undefined || list === undefined || values === undefined) return undefined
  const columns = list.split(', ').map((name) => name.slice(1, -1))
  // Each column has its parameter, in order.
  if (values !== columns.map((_, at) => `$${at + 1}`).join(', ')) return undefined
  const text = `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1)`
  return { kind: 'insert', table, many: { columns, text } }
}

function toInserts({ columns, text }: ManyInserts, queries: readonly Query[]): readonly Query[] {
  const [first] = queries
  if (first === undefined || queries.length === 1) return queries
  const records = queries.map(({ values = [] }) => {
    const record: Record<string, unknown> = {}
    for (const [at, column] of columns.entries()) record[column] = values[at]
    return record
  })
  const name = first.name === undefined ? undefined : `${first.name}_many`
  return [{ name, text, values: [JSON.stringify(records)] }]
}
