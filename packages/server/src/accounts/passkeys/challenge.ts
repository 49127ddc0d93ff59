import { hash } from 'node:crypto'
import type { Instant } from '@valetkey/protocol'
import type { SpentChallenge } from './store.ts'

/** `add`: to add a passkey; `log-in`: to log in with any passkey; `confirm`: to confirm a login of a known account. */
export type PasskeyPurpose = 'add' | 'log-in' | 'confirm'

/** The purpose of a challenge, and for whom it is. */
export interface ChallengeSubject {
  readonly purpose: PasskeyPurpose
  /** The secret of the browser's own cookie. */
  readonly browser: string
  /** The account that must answer; undefined for any. */
  readonly accountId?: string | undefined
}

export interface ChallengeOptions {
  readonly sealer: {
    seal(text: string, binding: string): string
    open(sealed: string, binding: string): string | undefined
  }
  readonly random: (bytes: number) => string
}

/** How long a challenge may be answered, in milliseconds. */
export const challengeLifetime = 5 * 60_000

/** Makes a challenge that carries what it is for, encrypted: nothing is stored until it is answered. */
export function makeChallenge(subject: ChallengeSubject, now: Instant, { sealer, random }: ChallengeOptions): string {
  return sealer.seal(`${now + challengeLifetime}.${random(16)}`, toBinding(subject))
}

export type OpenedChallenge =
  | { readonly outcome: 'open'; readonly spent: SpentChallenge }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'foreign' }

/** Opens a challenge; `foreign` for one of another browser, purpose, account or server. */
export function openChallenge(
  challenge: string,
  subject: ChallengeSubject,
  now: Instant,
  { sealer }: Pick<ChallengeOptions, 'sealer'>,
): OpenedChallenge {
  const text = sealer.open(challenge, toBinding(subject))
  if (text === undefined) return { outcome: 'foreign' }
  const expiresAt = Number.parseInt(text, 10)
  if (expiresAt <= now) return { outcome: 'expired' }
  return {
    outcome: 'open',
    spent: { hash: hash('sha256', `passkey challenge:${challenge}`, 'base64url'), expiresAt },
  }
}

function toBinding({ purpose, browser, accountId }: ChallengeSubject): string {
  return `passkey challenge|${purpose}|${accountId ?? ''}|${browser}`
}
