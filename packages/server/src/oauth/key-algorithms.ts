import { type KeyEncryptionName, keyEncryptionNames } from './protected-responses/encryption-algorithms.ts'
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithms.ts'

/** An algorithm that the server has a key for at all times: it signs with it, or decrypts what clients send. */
export type KeyAlgorithm = SigningAlgorithm | KeyEncryptionName

/**
 * The algorithms of the server's own keys, in the order of the key set. Each has a key of its own, so that the `alg` in the
 * key set is exact (RFC 7517 §4.4) and no key serves two purposes.
 */
export const keyAlgorithms: readonly KeyAlgorithm[] = [...signingAlgorithms, ...keyEncryptionNames]
