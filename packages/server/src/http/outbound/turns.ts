/** Bounds how much runs and waits at a time, in total and for one key. */
export interface Turns {
  /**
   * Waits for a turn; resolves with a function that ends it, or with undefined if too many wait or the signal aborts first.
   */
  take(key: string, signal: AbortSignal): Promise<(() => void) | undefined>
}

export interface TurnBounds {
  readonly running: number
  readonly runningPerKey: number
  readonly waiting: number
  readonly waitingPerKey: number
}

interface Key {
  running: number
  waiting: number
}

interface Waiting {
  readonly key: string
  readonly start: () => void
}

/** Turns are taken in the order of arrival; a key with too many running is skipped. */
export function createTurns({ running: most, runningPerKey, waiting: mostWaiting, waitingPerKey }: TurnBounds): Turns {
  const keys = new Map<string, Key>()
  const queue = new Set<Waiting>()
  let running = 0

  function isFree(key: string): boolean {
    return running < most && (keys.get(key)?.running ?? 0) < runningPerKey
  }

  function count(key: string, what: keyof Key, by: 1 | -1): void {
    const counts = keys.get(key) ?? { running: 0, waiting: 0 }
    counts[what] += by
    if (counts.running + counts.waiting === 0) keys.delete(key)
    else keys.set(key, counts)
  }

  function start(key: string): () => void {
    running++
    count(key, 'running', 1)
    let isEnded = false
    return () => {
      if (isEnded) return
      isEnded = true
      running--
      count(key, 'running', -1)
      for (const waiting of queue) {
        if (running >= most) return
        if (isFree(waiting.key)) waiting.start()
      }
    }
  }

  return {
    async take(key, signal) {
      if (signal.aborted) return undefined
      if (isFree(key)) return start(key)
      if (queue.size >= mostWaiting || (keys.get(key)?.waiting ?? 0) >= waitingPerKey) return undefined
      return await new Promise((resolve) => {
        const leave = () => {
          queue.delete(one)
          count(key, 'waiting', -1)
          signal.removeEventListener('abort', abort)
        }
        const abort = () => {
          leave()
          resolve(undefined)
        }
        const one: Waiting = {
          key,
          start() {
            const end = start(key)
            leave()
            resolve(end)
          },
        }
        queue.add(one)
        count(key, 'waiting', 1)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
  }
}
