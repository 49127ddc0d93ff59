import type { Instant } from '../ports.ts'

/** How long an authorization lasts, as the user chose it. */
export type Duration = 'once' | 'hour' | 'month' | 'always'

/** The durations that a user may choose from. */
export const durations: readonly Duration[] = ['once', 'hour', 'month', 'always']

/** Reads a duration that a form sent; undefined if it is none. */
export function toDuration(text: string | undefined): Duration | undefined {
  return durations.find((duration) => duration === text)
}

/**
 * Returns when an authorization of this duration ends; undefined if it lasts until it is revoked.
 * @param onceSeconds how long "just this once" lasts: as long as one access token
 */
export function endOf(duration: Duration, now: Instant, onceSeconds: number): Instant | undefined {
  const seconds = { once: onceSeconds, hour: 3600, month: 30 * 24 * 3600, always: undefined }[duration]
  return seconds === undefined ? undefined : now + seconds * 1000
}
