/**
 * The algorithms for keys. RSA1_5 is not among them (RFC 8725 §3.2), nor are those of shared secrets and passwords. The
 * server has a key of each (`signing-keys/algorithms.ts`).
 */
export const keyEncryptionNames = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const

export type KeyEncryptionName = (typeof keyEncryptionNames)[number]

/** Checks whether keys are encrypted with an algorithm of this name. */
export function isKeyEncryption(name: unknown): name is KeyEncryptionName {
  return keyEncryptionNames.some((one) => one === name)
}

/** An algorithm that encrypts the key of the content (RFC 7518 §4.1). */
export interface KeyEncryption {
  readonly name: KeyEncryptionName
  /** The kinds of public keys it works with: `RSA`, or names of curves. */
  readonly kinds: readonly string[]
  /** One of these must be among the `key_ops` of a key that has any (RFC 7517 §4.3). */
  readonly operations: readonly string[]
}

const curves = ['P-256', 'P-384', 'P-521']
const agreement = { kinds: curves, operations: ['deriveKey', 'deriveBits'] }

/** How the algorithms use the keys of clients. */
export const keyEncryptions: readonly KeyEncryption[] = keyEncryptionNames.map((name) =>
  name === 'RSA-OAEP-256' ? { name, kinds: ['RSA'], operations: ['encrypt', 'wrapKey'] } : { name, ...agreement },
)

/** The algorithms for contents (RFC 7518 §5.1). */
export const contentEncryptionNames: readonly string[] = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512']
