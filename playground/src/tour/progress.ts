/** Where the reader is in the tour, and which tasks were done. */
export interface Progress {
  /** Undefined while the tour is closed. */
  readonly screen: number | undefined
  readonly done: readonly number[]
}

const key = 'playground-tour'

/** Reads the progress that this tab kept: a redirect to the server leaves the page. */
export function readProgress(storage: Pick<Storage, 'getItem'>, count: number): Progress {
  try {
    const { screen, done } = JSON.parse(storage.getItem(key) ?? '{}') as {
      readonly screen?: unknown
      readonly done?: unknown
    }
    const isScreen = (value: unknown): value is number =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) < count
    return { screen: isScreen(screen) ? screen : undefined, done: Array.isArray(done) ? done.filter(isScreen) : [] }
  } catch {
    return { screen: undefined, done: [] }
  }
}

/** Keeps the progress. A browser that forbids it forgets it. */
export function writeProgress(storage: Pick<Storage, 'setItem'>, progress: Progress): void {
  try {
    storage.setItem(key, JSON.stringify(progress))
  } catch {}
}
