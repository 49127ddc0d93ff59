import type { AuditEvent } from '../../../oauth/ports.ts'
import type { Schema } from '../../schema.ts'

export type AuditRow = Schema['audit']

/** A chain of rows, with its authenticated beginning and end. */
export type AuditChain = Schema['audit_chain']

/** Authenticates a text with a key that is not in the database. */
export type Mac = (text: string) => string

/** The chain of admin acts, each written in the transaction of its act. */
export const adminChain = 'admin'

/** Distinguishes the admin chain, and those that continue it after tampering, from chains of processes. */
export function isAdminChain({ id }: Pick<AuditChain, 'id'>): boolean {
  return id === adminChain || id.startsWith(`${adminChain}.`)
}

/** The end of a chain: a copy kept elsewhere proves later that nothing before it is missing. */
export interface ChainEnd {
  readonly chain: string
  readonly number: number
  readonly hash: string
}

export interface StampedEvent extends AuditEvent {
  readonly at: number
}

/** Creates a chain without rows. */
export function newChain(id: string, startedAt: number, mac: Mac): AuditChain {
  const chain = { id, started_at: startedAt, number: 0, hash: '', swept_number: 0, swept_hash: '', closed: 0, named: 0 }
  return signChain(chain, mac)
}

/** Signs the beginning and end of a chain. */
export function signChain(chain: Omit<AuditChain, 'mac'>, mac: Mac): AuditChain {
  return { ...chain, mac: mac(chainText(chain)) }
}

/** Checks the signature of a chain's beginning and end. */
export function isSigned(chain: AuditChain, mac: Mac): boolean {
  return chain.mac === mac(chainText(chain))
}

/**
 * `named` is not signed: it only decides which end is named first, and a node of an older release sets it without
 * signing.
 */
function chainText(chain: Omit<AuditChain, 'mac'>): string {
  const { id, started_at, number, hash, swept_number, swept_hash, closed } = chain
  return JSON.stringify(['chain', id, started_at, number, hash, swept_number, swept_hash, closed])
}

/** Adds events to a chain: each row's hash covers the row and the previous hash. */
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

export function hashRow(row: Omit<AuditRow, 'hash'>, mac: Mac): string {
  const { chain, number, at, type, actor, client_id, account_id, authorization_id } = row
  const { address, request_id, detail, previous } = row
  const what = [type, actor, client_id, account_id, authorization_id, address, request_id, detail]
  return mac(JSON.stringify(['row', chain, number, at, ...what, previous]))
}

/** Returns the fault of a row as the successor of another; undefined if there is none. */
export function findFault(
  row: AuditRow,
  before: { readonly number: number; readonly hash: string },
  mac: Mac,
): { readonly number: number; readonly what: string } | undefined {
  const { number } = row
  if (number !== before.number + 1) return { number: before.number + 1, what: 'the row is missing' }
  if (row.previous !== before.hash) return { number, what: 'the row does not follow the one before it' }
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

/**
 * PostgreSQL does not accept null characters, and other control characters could confuse a reader's terminal: each
 * becomes a space.
 */
function clean(text: string | undefined, most = longest): string | null {
  if (text === undefined) return null
  const short = text.length > most ? text.slice(0, most) : text
  return /^[ -~]*$/.test(short) ? short : short.toWellFormed().replace(/\p{Cc}/gu, ' ')
}
