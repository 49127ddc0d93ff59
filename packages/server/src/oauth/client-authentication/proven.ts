import type { Client } from '../client.ts'

/**
 * Proof that a request came from a client. Only a client authentication method makes one, after it verified something.
 * A class, so that nothing else has its type, at compile time or at run time: `{}`, `true` or an empty list is no proof.
 */
export class Proven {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  /** States that the client was authenticated. Only a method's `authenticate` calls this. */
  static client(client: Client): Proven {
    return new Proven(client)
  }

  /** Whether a value is the proof of this very client. */
  static isFor(value: unknown, client: Client): boolean {
    return typeof value === 'object' && value !== null && #client in value && value.#client === client
  }
}
