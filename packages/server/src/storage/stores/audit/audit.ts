import type { AuditEvent } from '../../../oauth/ports.ts'
import type { Connection, Database } from '../../database.ts'
import {
  type AuditChain,
  adminChain,
  type ChainEnd,
  extendChain,
  isAdminChain,
  isSigned,
  type Mac,
  newChain,
  type StampedEvent,
} from './audit-chain.ts'
import {
  addAuditRow,
  addChain,
  findChain,
  findRow,
  listChains,
  listSealed,
  lockChain,
  moveChain,
  nameChain,
} from './statements.ts'

/** Signs the audit log. */
export interface AuditKey {
  readonly mac: Mac
  /** Refuses a key of another secret than the one that sealed this database's signing keys. @throws WrongSecret */
  check(sealedKeys: readonly string[]): void
}

/** Records admin acts in the transaction of the act: an act that cannot be recorded is not done. */
export interface AdminAudit {
  note(connection: Connection, events: readonly AuditEvent[]): Promise<void>
}

/** The key of transactions that write to the admin chain. */
export const adminKey = 'audit:admin'

/** A transaction lost a race for the end of a chain, or the chain is not as this process left it. */
class ChainMoved extends Error {
  override readonly name = 'ChainMoved'
}

/** For read-only use: a store created with it refuses every change. */
export const readOnly: AdminAudit = {
  async note() {
    throw new Error('a change must be recorded: pass an AdminAudit to the store')
  },
}

/** Records admin acts. The key is loaded with the first act, so that read-only use needs none. */
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

/**
 * Finds the admin chain and locks it until the transaction ends. A chain that was tampered with is left unchanged, and
 * another one begins.
 */
async function openAdminChain(connection: Connection, at: number, key: AuditKey): Promise<AuditChain> {
  for (let part = 1; ; ) {
    const id = part === 1 ? adminChain : `${adminChain}.${part}`
    const [found] = await connection.run(lockChain, { id })
    if (found !== undefined && isSigned(found, key.mac)) return found
    key.check((await connection.run(listSealed, {})).map((one) => one.private_key))
    const isGone = found === undefined && (await connection.run(findRow, { chain: id })).length > 0
    if (found === undefined && !isGone) {
      const begun = await begin(connection, newChain(id, at, key.mac), { at, mac: key.mac })
      if (begun !== undefined) return begun
    } else {
      part++
    }
  }
}

/**
 * The maximum number of ends that a chain names, and the maximum length of a chain's id: together they fit into the
 * detail of a row.
 */
const mostNamed = 50
const longestId = 24

/**
 * Writes a chain's first row. It names the ends of earlier chains, and the end that this process wrote but can no
 * longer find, so that a missing chain is detected. Returns undefined if another transaction began the chain first.
 */
async function begin(
  connection: Connection,
  fresh: AuditChain,
  { at, mac, lost }: { readonly at: number; readonly mac: Mac; readonly lost?: ChainEnd | undefined },
): Promise<AuditChain | undefined> {
  const chains = await connection.run(listChains, {})
  if ((await connection.run(addChain, { ...fresh })).length === 0) return undefined
  const before = chains
    .filter(({ id }) => id !== fresh.id && id.length <= longestId)
    .map((chain) => ({ ...chain, turn: turn(chain, mac) }))
    .sort((a, b) => a.turn - b.turn || b.started_at - a.started_at)
    .slice(0, mostNamed)
  for (const { id, closed, named } of before) if (closed === 1 && named === 0) await connection.run(nameChain, { id })
  // Of an unsigned chain only its existence is recorded.
  const ends = before.map(({ id, number, hash, turn }) => (turn === unsigned ? [id, 0, ''] : [id, number, hash]))
  if (lost !== undefined) ends.unshift([lost.chain, lost.number, lost.hash])
  return extend(connection, fresh, [{ type: 'audit.opened', at, detail: JSON.stringify(ends) }], mac)
}

const unsigned = 3

/** The order in which ends are named if not all fit: an unsigned chain never displaces a signed one. */
function turn(chain: AuditChain, mac: Mac): number {
  if (!isSigned(chain, mac)) return unsigned
  if (isAdminChain(chain)) return 0
  return chain.named === 0 ? 1 : 2
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

/** The audit chain of one process. */
export interface ProcessChain {
  /** Appends events; after a failure, the same ones must be appended again. @throws Unavailable */
  append(events: readonly StampedEvent[]): Promise<void>
  /** Records an orderly shutdown; nothing can be appended afterwards. */
  close(at: number): Promise<void>
}

export interface ProcessChainOptions {
  readonly mac: Mac
  readonly random: (bytes: number) => string
  /** How long rows are kept, in milliseconds: a chain whose last row is older may have been swept. */
  readonly keepMs: number
}

/** Creates a process's own chain, which begins with its first event. Only this process appends to it. */
export function createProcessChain(database: Database, { mac, random, keepMs }: ProcessChainOptions): ProcessChain {
  let current: AuditChain | undefined
  let writtenAt = 0
  /** The state of the chain if the last write, whose outcome is unknown, was committed. */
  let uncertain: AuditChain | undefined
  /** The end that this process wrote but can no longer find, until another chain names it. */
  let lost: ChainEnd | undefined

  async function append(events: readonly StampedEvent[], closed = 0): Promise<void> {
    const at = events[0]?.at ?? 0
    if (current === undefined) {
      const fresh = newChain(random(9), at, mac)
      current = await database.transaction((connection) => begin(connection, fresh, { at, mac, lost }))
      lost = undefined
      writtenAt = at
    }
    const chain = current
    if (chain === undefined) throw new ChainMoved('the chain could not be started')
    try {
      current = await database.transaction((connection) => extend(connection, chain, events, mac, closed), chain.id)
      uncertain = undefined
      writtenAt = events.at(-1)?.at ?? at
    } catch (error) {
      if (error instanceof ChainMoved) return resume(chain, events, closed)
      uncertain = extendChain(chain, events, mac, closed).chain
      throw error
    }
  }

  /** Continues at the chain's current state: a commit was not acknowledged, or its oldest rows were swept. */
  async function resume(chain: AuditChain, events: readonly StampedEvent[], closed: number): Promise<void> {
    const [found] = await database.run(findChain, { id: chain.id })
    const isOurs = found !== undefined && isSigned(found, mac)
    current = isOurs ? found : undefined
    if (isOurs && found.hash === uncertain?.hash && found.number === uncertain.number) {
      uncertain = undefined
      writtenAt = events.at(-1)?.at ?? writtenAt
      return
    }
    if (isOurs && (found.hash !== chain.hash || found.number !== chain.number)) current = undefined
    const mayBeSwept = writtenAt <= (events[0]?.at ?? 0) - keepMs
    if (current === undefined && !mayBeSwept) lost = { chain: chain.id, number: chain.number, hash: chain.hash }
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
