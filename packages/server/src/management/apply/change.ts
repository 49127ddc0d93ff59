import type { AccountConfig, ApiConfig, ClientConfig } from '../../config/schema.ts'
import type { AccountEntry, ApiEntry, ClientEntry, Kind, OriginOf } from '../ports.ts'
import type { IsTouched, Members } from './entry-members.ts'

/** An entry of a file to store. */
interface Put<K extends Kind, E, S> {
  /** `note`: only where the entry came from is written. */
  readonly act: 'add' | 'change' | 'note'
  readonly kind: K
  readonly id: string
  readonly entry: E
  /** The entry's members as the file gives them. */
  readonly wanted: Members
  readonly stored: S | undefined
  readonly isTouched: IsTouched
  readonly origin: OriginOf
}

export type PutApi = Put<'api', ApiConfig, ApiEntry> & { readonly position: number }
export type PutClient = Put<'client', ClientConfig, ClientEntry>
export type PutAccount = Put<'account', AccountConfig, AccountEntry>

/** An entry that left the file. */
export interface Removal {
  /** `disable`: it stays, so that nobody else can take its name, and what users allowed it is revoked. */
  readonly act: 'remove' | 'disable'
  readonly kind: Kind
  readonly id: string
  /** How many users had an active authorization of the client. */
  readonly users?: number
}

/** One difference between a file and the database. */
export type Change = PutApi | PutClient | PutAccount | Removal

export function isRemoval(change: Change): change is Removal {
  return change.act === 'remove' || change.act === 'disable'
}
