import { OAuthError } from '@valetkey/protocol'
import type { ClientAttempts } from '../ports.ts'

/** The limits of guessing, for one request. */
export interface Guesses {
  /** @throws OAuthError `temporarily_unavailable` (429) */
  refuseBeyondLimit(isProvenHere: boolean): Promise<void>
  trust(): Promise<'usual' | 'suspect'>
  /** @throws OAuthError `temporarily_unavailable` (429) if the limit was reached before */
  noteFailure(offeredProof: boolean): Promise<void>
}

/** Whose guesses are limited. */
export interface GuessesOptions {
  readonly clientId: string
  readonly address: string
  readonly onRefusal: () => void
}

/**
 * Limits guesses. Wrong secrets are counted by client and network, an unknown identifier like any other. Of all failures of a network
 * no client is refused whose secret may be right: too many make its secrets wait apart from the others'. A client that was proven
 * from an address has more tries there, so that a neighbour's guesses do not lock it out. Attempts without any proof are counted apart.
 */
export function limitGuesses(attempts: ClientAttempts, { clientId, address, onRefusal }: GuessesOptions): Guesses {
  const refuseWhere = (seconds: number) => {
    if (seconds === 0) return
    onRefusal()
    throw tooManyFailures(seconds)
  }
  return {
    async refuseBeyondLimit(isProvenHere) {
      const kind = isProvenHere ? 'client-proven' : 'client'
      refuseWhere(await attempts.wait(kind, clientId, address))
    },
    trust: async () => ((await attempts.wait('client-address', '', address)) > 0 ? 'suspect' : 'usual'),
    async noteFailure(offeredProof) {
      if (!offeredProof) {
        refuseWhere(await attempts.wait('client-unproven', '', address))
        await attempts.fail('client-unproven', '', address)
        return
      }
      refuseWhere(await attempts.wait('client', clientId, address))
      await Promise.all([
        attempts.fail('client', clientId, address),
        attempts.fail('client-proven', clientId, address),
        attempts.fail('client-address', '', address),
      ])
    },
  }
}

function tooManyFailures(seconds: number): OAuthError {
  return new OAuthError('temporarily_unavailable', 'too many failed attempts: try again later', {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  })
}
