import type { ClientUse } from '../storage/stores/dynamic-clients.ts'
import type { AuthorizationUse } from '../storage/stores/owner-authorizations.ts'

/** Counts uses of authorizations, and notes those of clients, in memory. */
export interface UsageCounter {
  note(id: string, now: number): void
  noteClient(id: string, now: number): void
  /** Writes the counts; counts that cannot be written are kept for the next time. */
  flush(): Promise<void>
}

/**
 * Creates the counter: one write a second, however often authorizations are used. A crash loses only that second's
 * counts.
 */
export function createUsageCounter(
  write: (uses: readonly AuthorizationUse[]) => Promise<void>,
  writeClients: (uses: readonly ClientUse[]) => Promise<void> = async () => {},
): UsageCounter {
  const clients = new Map<string, number>()
  async function flushClients(): Promise<void> {
    if (clients.size === 0) return
    const uses = [...clients].map(([id, lastUsedAt]) => ({ id, lastUsedAt }))
    await writeClients(uses)
    for (const { id, lastUsedAt } of uses) if (clients.get(id) === lastUsedAt) clients.delete(id)
  }
  let counted = new Map<string, AuthorizationUse>()
  function add({ id, times, lastUsedAt }: AuthorizationUse): void {
    const known = counted.get(id)
    counted.set(id, {
      id,
      times: times + (known?.times ?? 0),
      lastUsedAt: Math.max(lastUsedAt, known?.lastUsedAt ?? 0),
    })
  }
  return {
    note: (id, now) => add({ id, times: 1, lastUsedAt: now }),
    noteClient: (id, now) => void clients.set(id, now),
    async flush() {
      await flushClients()
      if (counted.size === 0) return
      const uses = [...counted.values()]
      counted = new Map()
      try {
        await write(uses)
      } catch (error) {
        if (counted.size < 100_000) for (const use of uses) add(use)
        throw error
      }
    },
  }
}
