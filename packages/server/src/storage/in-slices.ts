import { setTimeout as sleep } from 'node:timers/promises'

/** When long work ends early. */
export interface Until {
  readonly stop?: AbortSignal | undefined
  readonly hasTime?: (() => boolean) | undefined
}

/**
 * Runs a slice of long work again and again until it returns `done`, and rests after each other one. Returns false if it ended
 * early: what is left must be visible in the database, so that the next call or another process continues there.
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

/** Leaves the database to others for at least as long as the work took. */
export async function rest(milliseconds: number): Promise<void> {
  await sleep(Math.ceil(milliseconds))
}
