import type { Query } from './postgres-link.ts'
import type { Value } from './statement.ts'

/** Takes inserts of one moment and sends those into the same table as one statement. */
export interface Inserts {
  /** Takes a row where the query is a plain insert; undefined for any other. */
  take(query: Query): Promise<readonly unknown[]> | undefined
  /** Sends what waits; to be called before the transaction is committed. */
  send(): void
  /** Forgets what waits; to be called before the transaction is undone, so that nothing follows it. */
  drop(): void
}

interface Pile {
  readonly single: Query
  readonly many: ManyRows
  readonly rows: (readonly Value[])[]
  readonly sent: PromiseWithResolvers<readonly unknown[]>
}

/**
 * Gathers the plain inserts that a transaction makes in one turn of the event loop. Rows of one table go out as one statement with one parameter:
 * PostgreSQL takes several times as long for as many statements.
 * @param send sends a query on the connection whose transaction the inserts belong to
 */
export function gatherInserts(send: (query: Query) => Promise<readonly unknown[]>): Inserts {
  let piles = new Map<string, Pile>()

  function takeAll(): readonly Pile[] {
    const all = [...piles.values()]
    piles = new Map()
    return all
  }

  function sendAll(): void {
    for (const pile of takeAll()) send(toQuery(pile)).then(pile.sent.resolve, pile.sent.reject)
  }

  return {
    take(query) {
      const many = toManyRows(query.text)
      if (many === undefined) return undefined
      if (piles.size === 0) setImmediate(sendAll)
      let pile = piles.get(query.text)
      if (pile === undefined) {
        pile = { single: query, many, rows: [], sent: Promise.withResolvers() }
        pile.sent.promise.catch(() => undefined) // whoever took a row hears of it; nobody may have waited
        piles.set(query.text, pile)
      }
      pile.rows.push(query.values ?? [])
      return pile.sent.promise
    },
    send: sendAll,
    drop() {
      for (const pile of takeAll()) pile.sent.reject(new Error('the transaction was undone'))
    },
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
