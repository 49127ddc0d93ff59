/** Lets a receiver keep its senders waiting. */
export interface Held {
  /** Nothing is answered until the returned function is called. */
  hold(): () => void
  /** Resolves when nobody holds. */
  readonly released: Promise<void>
}

/** Creates it, released. */
export function createHeld(): Held {
  let released = Promise.resolve()
  return {
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      released = promise
      return resolve
    },
    get released() {
      return released
    },
  }
}
