import type { AuditEvent } from '../../../oauth/ports.ts'
import type { Schema } from '../../schema.ts'

/** One row of the audit log. */
export type AuditRow = Schema['audit']

/** A chain of rows: where it begins and ends, under the key. */
export type AuditChain = Schema['audit_chain']

/** Authenticates a text under a key that is not in the database. */
export type Mac = (text: string) => string

/** The chain that admin acts are written to, each in the transaction of its act. */
export const adminChain = 'admin'

/** Tells a chain of admin acts, or one that goes on for it since it was tampered with, from those of processes. */
export function isAdminChain({ id }: Pick<AuditChain, 'id'>): boolean {
  return id === adminChain || id.startsWith(`${adminChain}.`)
}

/** The end of a chain: kept elsewhere, it shows later that nothing before it was lost. */
export interface ChainEnd {
  readonly chain: string
  readonly number: number
  readonly hash: string
}

/** An event and the moment it happened. */
export interface StampedEvent extends AuditEvent {
  readonly at: number
}

/** Begins a chain without rows. */
export function newChain(id: string, startedAt: number, mac: Mac): AuditChain {
  const chain = { id, started_at: startedAt, number: 0, hash: '', swept_number: 0, swept_hash: '', closed: 0, named: 0 }
  return signChain(chain, mac)
}

/** Signs where a chain begins and ends. */
export function signChain(chain: Omit<AuditChain, 'mac'>, mac: Mac): AuditChain {
  return { ...chain, mac: mac(chainText(chain)) }
}

/** Tells whether a chain's ends are as they were signed. */
export function isSigned(chain: AuditChain, mac: Mac): boolean {
  return chain.mac === mac(chainText(chain))
}

/** `named` is not signed: it only says which end is told of first, and a node of an older release sets it without signing. */
function chainText(chain: Omit<AuditChain, 'mac'>): string {
  const { id, started_at, number, hash, swept_number, swept_hash, closed } = chain
  return JSON.stringify(['chain', id, started_at, number, hash, swept_number, swept_hash, closed])
}

/** Adds events to a chain: each row's hash covers the row and the hash before it. */
export function extendChain(
  chain: AuditChain,
  events: readonly StampedEvent[],
  mac: Mac,
  closed = 0,
): { readonly chain: AuditChain; readonly rows: readonly AuditRow[] } {
  const rows: AuditRow[] = []
  let { number, hash } = chain
  for (const event of events) {
    number++
    const row = toRow(event, chain.id, number, hash)
    hash = hashRow(row, mac)
    rows.push({ ...row, hash })
  }
  return { rows, chain: signChain({ ...chain, number, hash, closed }, mac) }
}

/** Computes the hash that a row must have. */
export function hashRow(row: Omit<AuditRow, 'hash'>, mac: Mac): string {
  const { chain, number, at, type, actor, client_id, account_id, authorization_id } = row
  const { address, request_id, detail, previous } = row
  const what = [type, actor, client_id, account_id, authorization_id, address, request_id, detail]
  return mac(JSON.stringify(['row', chain, number, at, ...what, previous]))
}

/** Says what is wrong with a row as the one that follows on another; undefined where nothing is. */
export function findFault(
  row: AuditRow,
  before: { readonly number: number; readonly hash: string },
  mac: Mac,
): { readonly number: number; readonly what: string } | undefined {
  const { number } = row
  if (number !== before.number + 1) return { number: before.number + 1, what: 'the row is missing' }
  if (row.previous !== before.hash) return { number, what: 'the row does not follow on the one before it' }
  if (hashRow(row, mac) !== row.hash) return { number, what: 'the row was changed' }
  return undefined
}

function toRow(event: StampedEvent, chain: string, number: number, previous: string): Omit<AuditRow, 'hash'> {
  return {
    chain,
    number,
    at: event.at,
    type: event.type,
    actor: clean(event.actor),
    client_id: clean(event.clientId),
    account_id: clean(event.accountId),
    authorization_id: clean(event.authorizationId),
    address: clean(event.address),
    request_id: clean(event.requestId),
    detail: clean(event.detail, longestDetail),
    previous,
  }
}

const longest = 300
const longestDetail = 8_000

/** PostgreSQL takes no null character, and a log that people read takes no other control character: each becomes a space. */
function clean(text: string | undefined, most = longest): string | null {
  if (text === undefined) return null
  const short = text.length > most ? text.slice(0, most) : text
  return /^[ -~]*$/.test(short) ? short : short.toWellFormed().replace(/\p{Cc}/gu, ' ')
}
