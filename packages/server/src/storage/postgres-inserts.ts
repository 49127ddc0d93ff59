import type { Query } from './postgres-link.ts'
import type { Value } from './statement.ts'

/** Takes the plain inserts of a transaction and sends those into the same table as one statement. */
export interface Inserts {
  /**
   * Takes a row where the query is a plain insert, and tells whether it is. It has no answer but that it was done, and
   * that shows when the transaction is committed, so nobody waits for it.
   */
  take(query: Query): boolean
  /** Sends what was taken; to be called before any other statement, which may look for it. */
  send(): void
  /** Resolves when all that was sent is done. @throws what the first of them was refused with */
  done(): Promise<unknown>
}

interface Pile {
  readonly single: Query
  readonly many: ManyRows
  readonly rows: (readonly Value[])[]
}

/**
 * Gathers the plain inserts of a transaction. Rows of one table go out as one statement with one parameter: PostgreSQL
 * takes several times as long for as many statements.
 * @param send sends a query on the connection whose transaction the inserts belong to
 */
export function gatherInserts(send: (query: Query) => Promise<unknown>): Inserts {
  const piles = new Map<string, Pile>()
  const sent: Promise<unknown>[] = []
  return {
    take(query) {
      const many = toManyRows(query.text)
      if (many === undefined) return false
      const pile = piles.get(query.text)
      if (pile === undefined) piles.set(query.text, { single: query, many, rows: [query.values ?? []] })
      else pile.rows.push(query.values ?? [])
      return true
    },
    send() {
      for (const pile of piles.values()) {
        const done = send(toQuery(pile))
        // It is awaited at the end, but may fail before: unheard until then, it would end the process.
        done.catch(() => undefined)
        sent.push(done)
      }
      piles.clear()
    },
    done: () => Promise.all(sent),
  }
}

function toQuery({ single, many, rows }: Pile): Query {
  if (rows.length === 1) return single
  const records = rows.map((row) => Object.fromEntries(row.map((value, at) => [many.columns[at], value])))
  const name = single.name === undefined ? undefined : `${single.name}_many`
  return { name, text: many.text, values: [JSON.stringify(records)] }
}

interface ManyRows {
  readonly columns: readonly string[]
  readonly text: string
}

const known = new Map<string, ManyRows | undefined>()

function toManyRows(sql: string): ManyRows | undefined {
  if (!known.has(sql)) known.set(sql, readInsert(sql))
  return known.get(sql)
}

/** The table itself gives the types of the columns. */
function readInsert(sql: string): ManyRows | undefined {
  const [, table, list, values] = /^insert into ("\w+") \(([^()]*)\) values \(([^()]*)\)$/.exec(sql) ?? []
  if (table === undefined || list === undefined || values === undefined) return undefined
  const columns = list.split(', ').map((name) => name.slice(1, -1))
  // Each column has its parameter, in order.
  if (values !== columns.map((_, at) => `$${at + 1}`).join(', ')) return undefined
  const text = `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1)`
  return { columns, text }
}
