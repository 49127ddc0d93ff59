import type { Database } from '../../database.ts'
import { type AuditChain, type AuditRow, type ChainEnd, findFault, isSigned, type Mac } from './audit-chain.ts'
import { findChain, listChains, listRows, listStrays } from './statements.ts'

/** The first fault in the audit log. */
export interface Break {
  readonly chain: string
  readonly number: number
  readonly what: string
}

/** The result of a verification. */
export interface Verdict {
  readonly rows: number
  readonly ends: readonly ChainEnd[]
  readonly broken: Break | undefined
}

/** Reads the complete audit log and checks each row against the key, its neighbours and the ends of its chain. */
export async function verifyAudit(database: Database, mac: Mac, kept: readonly ChainEnd[] = []): Promise<Verdict> {
  const chains = await database.run(listChains, {})
  const named = new Map<string, ChainEnd[]>()
  const sweptChains = new Set<string>()
  const expect = (end: ChainEnd) => named.set(end.chain, [...(named.get(end.chain) ?? []), end])
  for (const end of kept) expect(end)
  const notice = (row: AuditRow) => {
    if (row.type === 'audit.opened') for (const end of readNamed(row)) expect(end)
    if (row.type === 'audit.chain-swept' && row.detail !== null) sweptChains.add(row.detail)
  }

  let rows = 0
  let broken: Break | undefined
  const seen = new Map<string, AuditChain>()
  for (const { id } of chains) {
    const found = await verifyChain(database, id, mac, notice)
    rows += found.rows
    if (found.chain !== undefined) seen.set(id, found.chain)
    broken ??= found.broken
  }
  broken ??= await findStray(database)
  for (const [id, ends] of named) {
    broken ??= await checkNamed(database, id, ends, { chain: seen.get(id), isSwept: sweptChains.has(id) })
  }
  const ends = [...seen.values()].map(({ id, number, hash }) => ({ chain: id, number, hash }))
  return { rows, ends, broken }
}

interface ChainVerdict {
  readonly rows: number
  readonly chain: AuditChain | undefined
  readonly broken?: Break
}

/** A running server may append and sweep meanwhile: the chain is read first, and again if it does not match. */
async function verifyChain(
  database: Database,
  id: string,
  mac: Mac,
  notice: (row: AuditRow) => void,
): Promise<ChainVerdict> {
  for (let again = false; ; again = true) {
    const [chain] = await database.run(findChain, { id })
    if (chain === undefined) return { rows: 0, chain }
    const verdict = await readChain(database, chain, mac, notice)
    if (verdict.broken === undefined || again) return verdict
  }
}

async function readChain(
  database: Database,
  chain: AuditChain,
  mac: Mac,
  notice: (row: AuditRow) => void,
): Promise<ChainVerdict> {
  const { id, number: last } = chain
  const fail = (number: number, what: string): ChainVerdict => ({ rows, chain, broken: { chain: id, number, what } })
  let rows = 0
  let number = chain.swept_number
  let hash = chain.swept_hash
  if (!isSigned(chain, mac)) {
    return fail(number, "the chain's beginning or end was changed, or the secret is another")
  }
  while (number < last) {
    const batch = await database.run(listRows, { chain: id, after: number })
    if (batch.length === 0) return fail(number + 1, 'the row is missing')
    for (const row of batch) {
      if (row.number > last) break
      const fault = findFault(row, { number, hash }, mac)
      if (fault !== undefined) return fail(fault.number, fault.what)
      notice(row)
      number = row.number
      hash = row.hash
      rows++
    }
  }
  if (hash !== chain.hash) return fail(number, 'the row is not the one that the chain ends with')
  const [beyond] = await database.run(listRows, { chain: id, after: last })
  const [now] = beyond === undefined ? [] : await database.run(findChain, { id })
  if (beyond !== undefined && now?.mac === chain.mac)
    return fail(beyond.number, 'the row is beyond the end of its chain')
  return { rows, chain }
}

async function findStray(database: Database): Promise<Break | undefined> {
  const [stray] = await database.run(listStrays, {})
  return stray && { ...stray, what: 'the row belongs to no chain' }
}

/** Checks that the end of each earlier chain named by a later one still exists. */
async function checkNamed(
  database: Database,
  id: string,
  ends: readonly ChainEnd[],
  { chain, isSwept }: { readonly chain: AuditChain | undefined; readonly isSwept: boolean },
): Promise<Break | undefined> {
  if (chain === undefined) {
    return isSwept ? undefined : { chain: id, number: 1, what: 'the complete chain is missing' }
  }
  for (const { number, hash } of ends) {
    if (number > chain.number) return { chain: id, number: chain.number + 1, what: 'rows at the end are missing' }
    if (number <= chain.swept_number) continue
    const [row] = await database.run(listRows, { chain: id, after: number - 1 })
    if (row?.number !== number || row.hash !== hash) {
      return { chain: id, number, what: 'the row is not the one that was there before' }
    }
  }
  return undefined
}

function readNamed({ detail }: AuditRow): readonly ChainEnd[] {
  const ends = JSON.parse(detail ?? '[]') as readonly (readonly [string, number, string])[] // its hash was checked
  return ends.map(([chain, number, hash]) => ({ chain, number, hash }))
}
