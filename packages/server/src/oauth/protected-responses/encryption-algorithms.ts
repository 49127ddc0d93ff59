/** An algorithm that encrypts the key of the content (RFC 7518 §4.1). */
export interface KeyEncryption {
  readonly name: string
  /** The kinds of public keys it works with: `RSA`, or names of curves. */
  readonly kinds: readonly string[]
  /** One of these must be among the `key_ops` of a key that has any (RFC 7517 §4.3). */
  readonly operations: readonly string[]
}

const curves = ['P-256', 'P-384', 'P-521']
const agreement = { kinds: curves, operations: ['deriveKey', 'deriveBits'] }

/** The algorithms for keys. RSA1_5 is not among them (RFC 8725 §3.2), nor are those of shared secrets. */
export const keyEncryptions: readonly KeyEncryption[] = [
  { name: 'RSA-OAEP-256', kinds: ['RSA'], operations: ['encrypt', 'wrapKey'] },
  { name: 'ECDH-ES', ...agreement },
  { name: 'ECDH-ES+A128KW', ...agreement },
  { name: 'ECDH-ES+A256KW', ...agreement },
]

export const keyEncryptionNames: readonly string[] = keyEncryptions.map((one) => one.name)

/** The algorithms for contents (RFC 7518 §5.1). */
export const contentEncryptionNames: readonly string[] = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512']
