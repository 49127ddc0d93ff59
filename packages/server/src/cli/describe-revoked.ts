import type { HeldCounts } from '../storage/stores/held-counts.ts'

export function describeHeld({ authorizations, refreshTokens }: HeldCounts): string {
  return `${count(authorizations, 'authorization')} and ${count(refreshTokens, 'refresh token')}`
}

/** The same for `--json`. */
export function heldData({ authorizations, refreshTokens }: HeldCounts) {
  return { revoked: { authorizations, refresh_tokens: refreshTokens } }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
