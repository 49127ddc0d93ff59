import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../oauth/ports.ts'
import { Conflict, StatementBlocked } from './postgres-link.ts'

/** The maximum number of tries after conflicts. */
export const mostTries = 10

/** Retries after a conflict, a bounded number of times. */
export async function retryConflicts<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Conflict) || tries >= mostTries) throw toRefusal(error)
      await pauseAfter(tries)
    }
  }
}

/** Waits a random time that grows with the tries, so that two conflicting transactions do not meet again. */
export function pauseAfter(tries: number): Promise<void> {
  return sleep(Math.random() * 5 * 2 ** Math.min(tries + 1, 6))
}

/** Maps errors with an external cause to Unavailable; others are returned unchanged. */
export function toRefusal(cause: unknown): unknown {
  if (cause instanceof Conflict) return new Unavailable('too many transactions conflict', { cause })
  if (cause instanceof StatementBlocked) return new Unavailable(`PostgreSQL refuses: ${cause.message}`, { cause })
  return cause
}
