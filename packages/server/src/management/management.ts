import type { ProvisioningStore, Source } from './ports.ts'

/** What every use case takes: where entries are stored, and on whose behalf they change. */
export interface Management {
  readonly store: ProvisioningStore
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
  /** Recorded in the audit log; left out, the actor of the process that opened the store. */
  readonly actor?: string | undefined
}

/** What use cases that add an entry take too. */
export interface Adding extends Management {
  /** Recorded with the entry: a configuration file changes and removes only entries of files. */
  readonly source: Exclude<Source, 'file'>
}
