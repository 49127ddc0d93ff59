import type { JWTPayload } from 'jose'
import type { Client } from '../client.ts'
import type { ClientKeys } from '../client-keys/client-keys.ts'
import { hashSecret } from '../hash.ts'
import type { Clock, Instant, OAuthStores, Secrets } from '../ports.ts'
import type { Guesses } from './limit-guesses.ts'
import type { Assertions } from './method.ts'
import { isRandomSecret } from './random-secret.ts'
import { verifyWithSecret } from './verify-with-secret.ts'

export interface AssertionOptions {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly stores: Pick<OAuthStores, 'spendAssertion'>
  readonly secrets: Pick<Secrets, 'reveal'>
  readonly clientKeys: Pick<ClientKeys, 'verify'>
  readonly clock: Clock
}

/** What methods use to verify assertions, for one request. */
export class AssertionMeans implements Assertions {
  readonly now: Instant
  readonly issuer: string
  readonly tokenEndpoint: string
  reason: string | undefined
  readonly #guesses: Guesses
  readonly #options: AssertionOptions

  constructor(guesses: Guesses, options: AssertionOptions) {
    this.now = options.clock()
    this.issuer = options.issuer
    this.tokenEndpoint = options.tokenEndpoint
    this.#guesses = guesses
    this.#options = options
  }

  async verifyWithKeys(client: Client, jws: string): Promise<JWTPayload | undefined> {
    const verification = await this.#options.clientKeys.verify(client, jws, this.now)
    if ('claims' in verification) return verification.claims
    this.reason = verification.reason
    return undefined
  }

  async verifyWithSecret(client: Client, jws: string): Promise<JWTPayload | undefined> {
    const secrets = this.#options.secrets.reveal(client)
    const canBeGuessed = !secrets.every(isRandomSecret)
    if (canBeGuessed) await this.#guesses.refuseBeyondLimit(false)
    const claims = await verifyWithSecret(secrets, jws, this.now)
    // Many guesses sent at once all passed the first check: those beyond the limit get no verdict.
    if (canBeGuessed) await this.#guesses.refuseBeyondLimit(false)
    return claims
  }

  spend({ id }: Client, jti: string, exp: number): Promise<boolean> {
    const hash = hashSecret('assertion', JSON.stringify([id, jti]))
    return this.#options.stores.spendAssertion(hash, Math.ceil(exp * 1000))
  }
}
