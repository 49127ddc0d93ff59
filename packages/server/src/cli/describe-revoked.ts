import type { HeldCounts } from '../storage/stores/held-counts.ts'

/** Describes what is revoked when an entry is removed: `2 authorizations and 1 refresh token`. */
export function describeRevoked({ authorizations, refreshTokens }: HeldCounts): string {
  return `${count(authorizations, 'authorization')} and ${count(refreshTokens, 'refresh token')}`
}

/** The same counts for `--json`. */
export function revokedData({ authorizations, refreshTokens }: HeldCounts) {
  return { revoked: { authorizations, refresh_tokens: refreshTokens } }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
