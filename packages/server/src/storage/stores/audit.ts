import type { AuditEvent } from '../../oauth/ports.ts'
import {
  type AuditChain,
  adminChain,
  extendChain,
  isSigned,
  type Mac,
  newChain,
  type StampedEvent,
} from '../audit-chain.ts'
import type { Connection, Database } from '../database.ts'
import {
  addAuditRow,
  addChain,
  findChain,
  listSealed,
  listUnnamed,
  lockChain,
  moveChain,
  nameChain,
} from './audit-statements.ts'

/** What signs the audit log. */
export interface AuditKey {
  readonly mac: Mac
  /** Refuses where the key is not of the secret that sealed this database's signing keys. @throws WrongSecret */
  check(sealedKeys: readonly string[]): void
}

/** Records admin acts in the transaction of the act: without its row there is no act. */
export interface AdminAudit {
  note(connection: Connection, events: readonly AuditEvent[]): Promise<void>
}

/** What the database names a transaction that may write to the admin chain. */
export const adminKey = 'audit:admin'

/** A transaction lost a race for the end of a chain, or the chain is not as this process left it. */
class ChainMoved extends Error {
  override readonly name = 'ChainMoved'
}

/** For who only reads: a store made with it refuses every change. */
export const readOnly: AdminAudit = {
  async note() {
    throw new Error('nothing is changed here without being recorded: give the store an AdminAudit')
  },
}

/** Creates what records admin acts. The key is asked for with the first act, so that who only reads needs none. */
export function createAdminAudit(key: () => AuditKey, actor: string, clock: () => number): AdminAudit {
  let known: AuditKey | undefined
  return {
    async note(connection, events) {
      if (events.length === 0) return
      known ??= key()
      const at = clock()
      const chain = await openAdminChain(connection, at, known)
      await extend(
        connection,
        chain,
        events.map((event) => ({ actor, ...event, at })),
        known.mac,
      )
    },
  }
}

/** Finds the admin chain and holds it until the transaction ends. One that was tampered with stays as it is, and another begins. */
async function openAdminChain(connection: Connection, at: number, key: AuditKey): Promise<AuditChain> {
  for (let part = 1; ; ) {
    const id = part === 1 ? adminChain : `${adminChain}.${part}`
    const [found] = await connection.run(lockChain, { id })
    if (found !== undefined && isSigned(found, key.mac)) return found
    key.check((await connection.run(listSealed, {})).map((one) => one.private_key))
    if (found === undefined) {
      const begun = await begin(connection, newChain(id, at, key.mac), at, key.mac)
      if (begun !== undefined) return begun
    } else {
      part++
    }
  }
}

/**
 * Writes a chain's first row, which names the ends of the chains before it: a chain that goes missing shows.
 * Answers undefined where another transaction began the chain first.
 */
async function begin(connection: Connection, fresh: AuditChain, at: number, mac: Mac): Promise<AuditChain | undefined> {
  const before = await connection.run(listUnnamed, { except: fresh.id })
  if ((await connection.run(addChain, { ...fresh })).length === 0) return undefined
  for (const { id, closed } of before) if (closed === 1) await connection.run(nameChain, { id })
  const detail = JSON.stringify(before.map(({ id, number, hash }) => [id, number, hash]))
  return extend(connection, fresh, [{ type: 'audit.opened', at, detail }], mac)
}

async function extend(
  connection: Connection,
  chain: AuditChain,
  events: readonly StampedEvent[],
  mac: Mac,
  closed = 0,
): Promise<AuditChain> {
  const { rows, chain: next } = extendChain(chain, events, mac, closed)
  const moved = await connection.run(moveChain, { ...next, was: chain.mac })
  if (moved.length === 0) throw new ChainMoved('another transaction moved the end of the chain')
  await Promise.all(rows.map((row) => connection.run(addAuditRow, { ...row })))
  return next
}

/** What one process writes to. */
export interface ProcessChain {
  /** Appends events; after a failure, the same ones must be given again. @throws Unavailable */
  append(events: readonly StampedEvent[]): Promise<void>
  /** Notes that the process stopped in order; after that nothing is appended. */
  close(at: number): Promise<void>
}

/** Creates a process's own chain; it is begun with its first event. Only this process appends to it. */
export function createProcessChain(database: Database, mac: Mac, random: (bytes: number) => string): ProcessChain {
  let current: AuditChain | undefined
  /** Where a write that may have been committed would have left the chain. */
  let uncertain: AuditChain | undefined

  async function append(events: readonly StampedEvent[], closed = 0): Promise<void> {
    const at = events[0]?.at ?? 0
    current ??= await database.transaction((connection) => begin(connection, newChain(random(9), at, mac), at, mac))
    const chain = current
    if (chain === undefined) throw new ChainMoved('the chain could not be begun')
    try {
      current = await database.transaction((connection) => extend(connection, chain, events, mac, closed), chain.id)
      uncertain = undefined
    } catch (error) {
      if (error instanceof ChainMoved) return resume(chain, events, closed)
      uncertain = extendChain(chain, events, mac, closed).chain
      throw error
    }
  }

  /** Goes on where the chain is: a write was committed without our hearing of it, or its oldest rows were swept. */
  async function resume(chain: AuditChain, events: readonly StampedEvent[], closed: number): Promise<void> {
    const [found] = await database.run(findChain, { id: chain.id })
    const isOurs = found !== undefined && isSigned(found, mac)
    current = isOurs ? found : undefined
    if (isOurs && found.hash === uncertain?.hash && found.number === uncertain.number) {
      uncertain = undefined
      return
    }
    if (isOurs && (found.hash !== chain.hash || found.number !== chain.number)) current = undefined
    await append(events, closed)
  }

  return {
    append: (events) => append(events),
    async close(at) {
      if (current !== undefined) await append([{ type: 'audit.closed', at }], 1)
      current = undefined
    },
  }
}
