/** A signing key as stored, with its private key encrypted. Times are milliseconds since 1970-01-01 UTC. */
export interface StoredKey {
  readonly id: string
  readonly algorithm: string
  readonly private_key: string
  readonly created_at: number
  readonly active_from: number
  readonly removed_at: number | null
}

/** How a new key replaces earlier ones. */
export interface Succession {
  /** The mark of the newest key, read before deciding that another is needed. */
  readonly replaces: string
  /** How long earlier keys stay published after the new one signs, in milliseconds. */
  readonly othersStay: number
  /** Removes all earlier keys immediately, including those scheduled for removal. */
  readonly distrust?: boolean
}

/** When a new key takes over. */
export interface Takeover {
  readonly activeFrom: number
  readonly othersRemovedAt: number
}

/** Stores signing keys and the settings of the database itself. */
export interface SigningKeyStore {
  /** Lists the keys that are still published, the oldest first. */
  list(now: number): Promise<readonly StoredKey[]>
  /** Reads the mark of an algorithm's newest key, which changes with every key; empty if there is none. */
  newest(algorithm: string): Promise<string>
  /**
   * Adds a key and schedules the removal of the algorithm's other keys; pending ones will never sign. It signs from the
   * requested time, but not before a key that may already sign by any node's clock, which therefore stays published. Of
   * concurrent callers that replace the same key, exactly one gets a takeover.
   */
  add(key: Omit<StoredKey, 'removed_at'>, succession: Succession): Promise<Takeover | undefined>
  /** Replaces an encrypted private key if it is unchanged since it was read. */
  reseal(key: Pick<StoredKey, 'id' | 'private_key'>, was: string): Promise<void>
  readSetting(name: string): Promise<string | undefined>
  writeSetting(name: string, value: string): Promise<void>
}
