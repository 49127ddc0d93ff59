import { setTimeout as sleep } from 'node:timers/promises'

/** When long work stops early. */
export interface Until {
  readonly stop?: AbortSignal | undefined
  readonly hasTime?: (() => boolean) | undefined
}

/**
 * Runs `slice` until it returns `done`, with a pause after each call. Returns false if it stopped early: the remaining work must
 * be visible in the database, so that the next call or another process can continue.
 */
export async function inSlices(
  slice: (index: number) => Promise<'done' | 'more'>,
  { stop, hasTime = () => true }: Until = {},
): Promise<boolean> {
  for (let index = 0; stop?.aborted !== true && hasTime(); index++) {
    const started = performance.now()
    if ((await slice(index)) === 'done') return true
    await rest(performance.now() - started)
  }
  return false
}

/** Pauses for at least as long as the work took, so that others can use the database. */
export async function rest(milliseconds: number): Promise<void> {
  await sleep(Math.ceil(milliseconds))
}
