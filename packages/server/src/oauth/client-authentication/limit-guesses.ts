import { OAuthError } from '@valetkey/protocol'
import type { ClientAttempts } from '../ports.ts'

/** Whose guesses are limited. */
export interface GuessesOptions {
  readonly clientId: string
  readonly address: string
  readonly onRefusal: () => void
}

/**
 * Limits guesses, for one request. Wrong secrets are counted by client and network, an unknown identifier like any other. Of all
 * failures of a network no client is refused whose secret may be right: too many make its secrets wait apart from the others'. A client
 * that was proven from an address has more tries there, so that a neighbour's guesses do not lock it out. Attempts without any proof
 * are counted apart.
 */
export class Guesses {
  readonly #attempts: ClientAttempts
  readonly #options: GuessesOptions

  constructor(attempts: ClientAttempts, options: GuessesOptions) {
    this.#attempts = attempts
    this.#options = options
  }

  /** @throws OAuthError `temporarily_unavailable` (429) */
  async refuseBeyondLimit(isProvenHere: boolean): Promise<void> {
    const { clientId, address } = this.#options
    this.#refuseWhere(await this.#attempts.wait(isProvenHere ? 'client-proven' : 'client', clientId, address))
  }

  async trust(): Promise<'usual' | 'suspect'> {
    return (await this.#attempts.wait('client-address', '', this.#options.address)) > 0 ? 'suspect' : 'usual'
  }

  /** @throws OAuthError `temporarily_unavailable` (429) where the limit was reached before */
  async noteFailure(offeredProof: boolean): Promise<void> {
    const { clientId, address } = this.#options
    if (!offeredProof) {
      this.#refuseWhere(await this.#attempts.wait('client-unproven', '', address))
      await this.#attempts.fail('client-unproven', '', address)
      return
    }
    this.#refuseWhere(await this.#attempts.wait('client', clientId, address))
    await Promise.all([
      this.#attempts.fail('client', clientId, address),
      this.#attempts.fail('client-proven', clientId, address),
      this.#attempts.fail('client-address', '', address),
    ])
  }

  #refuseWhere(seconds: number): void {
    if (seconds === 0) return
    this.#options.onRefusal()
    throw tooManyFailures(seconds)
  }
}

function tooManyFailures(seconds: number): OAuthError {
  return new OAuthError('temporarily_unavailable', 'too many failed attempts: try again later', {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  })
}
