import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../oauth/ports.ts'
import { Conflict, Hindered } from './postgres-link.ts'

/** How often what got into another's way is tried again. */
export const mostTries = 10

/** Asks again what got into another's way, a bounded number of times. */
export async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Conflict) || tries >= mostTries) throw toRefusal(error)
      await pauseAfter(tries)
    }
  }
}

/** A random pause that grows with the tries, so that two do not meet again. */
export function pauseAfter(tries: number): Promise<void> {
  return sleep(Math.random() * 5 * 2 ** Math.min(tries + 1, 6))
}

/** Says of what cannot be done now, for reasons outside, that it is unavailable; all else stays what it is. */
export function toRefusal(cause: unknown): unknown {
  if (cause instanceof Conflict) return new Unavailable('too many transactions are in each other’s way', { cause })
  if (cause instanceof Hindered) return new Unavailable(`PostgreSQL refuses: ${cause.message}`, { cause })
  return cause
}
