/** The target rates of a scenario, as multiples of the peer's: the current minimum and the goal. */
export interface Target {
  readonly first: number
  readonly goal: number
  /** Whether a response needs a write to the database, which PostgreSQL targets depend on. */
  readonly writes: boolean
}

/** Targets by scenario, for SQLite with `synchronous=FULL` on both sides. */
export const targets: Readonly<Record<string, Target>> = {
  'client-credentials-opaque': { first: 4, goal: 7, writes: true },
  'client-credentials-es256': { first: 2.5, goal: 4, writes: false },
  'client-credentials-rs256': { first: 1.2, goal: 1.6, writes: false },
  introspection: { first: 2.5, goal: 4.5, writes: false },
  refresh: { first: 6, goal: 12, writes: true },
  authorize: { first: 6, goal: 13, writes: true },
  'code-flow': { first: 5, goal: 10, writes: true },
  'code-flow-id-token': { first: 2, goal: 4, writes: true },
  'prompt-none': { first: 6, goal: 13, writes: true },
  userinfo: { first: 2.5, goal: 4, writes: false },
}

/** Seconds from spawning to the first 200 of the metadata, on an existing database. */
export const startTarget = { first: 0.6, goal: 0.3 }

/** Resident megabytes of the server. */
export const memoryTarget = { idle: { first: 100, goal: 70 }, loaded: { first: 180, goal: 130 } }

/** Returns the target ratios on `engine`; PostgreSQL has only a goal. */
export function ratioTargets(scenario: string, engine: 'sqlite' | 'postgres'): { first?: number; goal?: number } {
  const target = targets[scenario]
  if (target === undefined) return {}
  if (engine === 'sqlite') return { first: target.first, goal: target.goal }
  return { goal: target.writes ? 4 : 2.5 }
}
