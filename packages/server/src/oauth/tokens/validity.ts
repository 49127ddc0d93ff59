import type { Instant } from '../ports.ts'

/**
 * Whether something issued at a moment was revoked with everything else that was issued until one of `cuts`. 0 is no cut.
 * The moment of the cut belongs to what it revokes.
 */
export function isCutOff(issuedAt: Instant, ...cuts: readonly Instant[]): boolean {
  return cuts.some((cut) => cut > 0 && issuedAt <= cut)
}
