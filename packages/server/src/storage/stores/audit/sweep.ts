import type { Connection, Database } from '../../database.ts'
import { inSlices } from '../../in-slices.ts'
import { type AdminAudit, adminKey } from './audit.ts'
import { type AuditRow, findFault, isAdminChain, isSigned, type Mac, signChain } from './audit-chain.ts'
import { listOldChains, listRows, lockChain, moveChain, removeChain, removeRows } from './statements.ts'

export interface AuditSweep {
  readonly mac: Mac
  readonly admin: AdminAudit
  /** Rows older than this are removed. */
  readonly before: number
  readonly stop?: AbortSignal
}

/**
 * Removes the oldest rows of each chain, in small batches, and signs the new beginning, so that the rest can still be
 * verified. A chain that was tampered with is kept as evidence. A chain without rows is removed, which is recorded.
 */
export async function sweepAudit(database: Database, sweep: AuditSweep): Promise<number> {
  let removed = 0
  for (const { id } of await database.run(listOldChains, { before: sweep.before })) {
    await inSlices(async () => {
      const swept = await database.transaction((connection) => sweepSome(connection, id, sweep), adminKey)
      removed += swept
      return swept > 0 ? 'more' : 'done'
    }, sweep)
  }
  return removed
}

async function sweepSome(connection: Connection, id: string, { mac, admin, before }: AuditSweep): Promise<number> {
  const [chain] = await connection.run(lockChain, { id })
  if (chain === undefined || !isSigned(chain, mac)) return 0
  const rows = await connection.run(listRows, { chain: id, after: chain.swept_number })
  const firstKept = rows.findIndex((row) => row.at >= before)
  const old = firstKept < 0 ? rows : rows.slice(0, firstKept)
  const last = old.at(-1)
  // Without this check, a row with a forged age would be removed, and the gap signed.
  if (last === undefined || !areWhole(old, { number: chain.swept_number, hash: chain.swept_hash }, mac)) return 0
  await connection.run(removeRows, { chain: id, upTo: last.number })
  const isAll = last.number === chain.number
  // The admin chain is kept forever: it records the removal of others.
  if (isAll && !isAdminChain(chain)) {
    await connection.run(removeChain, { id, was: chain.mac })
    await admin.note(connection, [{ type: 'audit.chain-swept', detail: id }])
  } else {
    const next = signChain({ ...chain, swept_number: last.number, swept_hash: last.hash }, mac)
    await connection.run(moveChain, { ...next, was: chain.mac })
  }
  return old.length
}

function areWhole(rows: readonly AuditRow[], before: Pick<AuditRow, 'number' | 'hash'>, mac: Mac): boolean {
  return rows.every((row, index) => findFault(row, rows[index - 1] ?? before, mac) === undefined)
}
