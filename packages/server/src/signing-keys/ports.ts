/** A signing key as stored, its private half encrypted. Times are milliseconds since 1970-01-01 UTC. */
export interface StoredKey {
  readonly id: string
  readonly algorithm: string
  readonly private_key: string
  readonly created_at: number
  readonly active_from: number
  readonly removed_at: number | null
}

/** How a new key succeeds the keys before it. */
export interface Succession {
  /** The mark of the newest key, read before it was decided that another is needed. */
  readonly replaces: string
  /** How long the others stay published after the new one signs, in milliseconds. */
  readonly othersStay: number
  /** Removes the others at once instead, including those that were to be removed later. */
  readonly distrust?: boolean
}

/** When a new key takes over. */
export interface Takeover {
  readonly activeFrom: number
  readonly othersRemovedAt: number
}

/** Stores signing keys and the few settings that belong to the database itself. */
export interface SigningKeyStore {
  /** Lists the keys that are still published, the oldest first. */
  list(now: number): Promise<readonly StoredKey[]>
  /** Reads the mark of an algorithm's newest key, which changes with every key; empty if there was none. */
  newest(algorithm: string): Promise<string>
  /**
   * Adds a key and sets when the algorithm's other keys are removed; those that were to sign later never will. It signs
   * from the given moment, but never before a key that may already sign by some node's clock, so that one stays published.
   * Of all callers that replace the same key, exactly one gets the takeover.
   */
  add(key: Omit<StoredKey, 'removed_at'>, succession: Succession): Promise<Takeover | undefined>
  /** Replaces an encrypted private key if it is still the one that was read. */
  reseal(key: Pick<StoredKey, 'id' | 'private_key'>, was: string): Promise<void>
  readSetting(name: string): Promise<string | undefined>
  writeSetting(name: string, value: string): Promise<void>
}
