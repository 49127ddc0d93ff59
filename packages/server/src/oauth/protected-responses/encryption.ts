import type { Client } from '../client.ts'
import { Unavailable } from '../unavailable.ts'
import { type KeyEncryption, keyEncryptions } from './encryption-algorithms.ts'
import { encryptionOf, type ProtectedResponse } from './protected-response.ts'

/** A public key of a client, as far as encryption depends on it. */
export interface EncryptionKey {
  readonly kid: string | undefined
  /** `RSA`, or the name of the curve. */
  readonly kind: string
  readonly use: string | undefined
  readonly alg: string | undefined
  readonly operations: readonly string[] | undefined
  readonly jwk: { readonly kty: string; readonly [member: string]: string }
}

/** The public keys of clients. */
export interface EncryptionKeys {
  /** Lists the keys that a client registered or publishes for encryption. Never rejects. */
  list(client: Client, use: 'enc'): Promise<readonly EncryptionKey[]>
}

/** Encrypts responses for clients that are registered for that. */
export interface Encryption {
  /**
   * Finds the key that a kind of response is encrypted with; undefined, without waiting, if the client is not registered for
   * encryption. It may load the client's keys: never call it in a transaction. Never rejects: a missing key is the `fault` of
   * the recipient, so that only a response that needs it fails.
   */
  recipient(client: Client, kind: ProtectedResponse): Promise<Recipient> | undefined
}

/** A client that a response is encrypted for. */
export interface Recipient {
  /** Why nothing can be encrypted: no key of the client was found. Look at it before anything is used up. */
  readonly fault: Unavailable | undefined
  /**
   * Encrypts a signed JWT, or other content if `isJwt` is false (RFC 7519 §5.2), as a compact JWE.
   * @throws Unavailable the fault
   */
  encrypt(content: string, options?: { readonly isJwt: boolean }): Promise<string>
}

/** Encrypts with the keys of clients. */
export function createEncryption(keys: EncryptionKeys): Encryption {
  return {
    recipient(client, kind) {
      const registered = encryptionOf(client, kind)
      return registered && findRecipient(client, { kind, ...registered }, keys)
    },
  }
}

interface Asked {
  readonly kind: ProtectedResponse
  readonly alg: string
  readonly enc: string
}

async function findRecipient(client: Client, { kind, alg, enc }: Asked, keys: EncryptionKeys): Promise<Recipient> {
  const algorithm = keyEncryptions.find((one) => one.name === alg)
  const key = algorithm && chooseKey(await keys.list(client, 'enc'), algorithm)
  if (key === undefined) {
    const description = `the client has no public key for ${kind}_encrypted_response_alg ${alg}: its jwks_uri could not be loaded, or has no such key`
    const fault = new Unavailable(description, { description, retryAfterSeconds: 30 })
    return { fault, encrypt: () => Promise.reject(fault) }
  }
  const { kid, jwk } = key
  return {
    fault: undefined,
    async encrypt(content, { isJwt } = { isJwt: true }) {
      const { CompactEncrypt } = await import('jose/jwe/compact/encrypt')
      return new CompactEncrypt(new TextEncoder().encode(content))
        .setProtectedHeader({
          alg,
          enc,
          ...(kid === undefined ? {} : { kid }),
          ...(isJwt ? { cty: 'JWT' } : {}),
        })
        .encrypt(jwk)
    },
  }
}

/** Chooses the key for an algorithm, preferably one that is for encryption and nothing else. */
export function chooseKey(
  keys: readonly EncryptionKey[],
  { name, kinds, operations }: KeyEncryption,
): EncryptionKey | undefined {
  const fit = keys.filter(
    (key) =>
      kinds.includes(key.kind) &&
      (key.use === undefined || key.use === 'enc') &&
      (key.alg === undefined || key.alg === name) &&
      (key.operations === undefined || operations.some((one) => key.operations?.includes(one))),
  )
  return fit.find((key) => key.use === 'enc') ?? fit[0]
}
