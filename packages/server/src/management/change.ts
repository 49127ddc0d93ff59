import type { AccountConfig, ApiConfig, ClientConfig } from '../config/schema.ts'
import type { IsTouched, Members } from './members.ts'
import type { AccountEntry, ApiEntry, ClientEntry, Kind, OriginOf } from './ports.ts'

/** An entry of a file to store. */
interface Put<K extends Kind, E, S> {
  /** `note`: only where the entry came from is written. */
  readonly act: 'add' | 'change' | 'note'
  readonly kind: K
  readonly id: string
  readonly entry: E
  /** What the file says, line by line. */
  readonly wanted: Members
  readonly stored: S | undefined
  readonly isTouched: IsTouched
  readonly origin: OriginOf
}

export type PutApi = Put<'api', ApiConfig, ApiEntry> & { readonly position: number }
export type PutClient = Put<'client', ClientConfig, ClientEntry>
export type PutAccount = Put<'account', AccountConfig, AccountEntry>

/** An entry that left the file. */
export interface Leaving {
  /** `disable`: it stays, so that nobody else can take its name, and what users allowed it is revoked. */
  readonly act: 'remove' | 'disable'
  readonly kind: Kind
  readonly id: string
  /** How many users had an active authorization of the client. */
  readonly users?: number
}

/** One difference between a file and the database. */
export type Change = PutApi | PutClient | PutAccount | Leaving

/** Tells whether a change is about an entry that left the file. */
export function isLeaving(change: Change): change is Leaving {
  return change.act === 'remove' || change.act === 'disable'
}
