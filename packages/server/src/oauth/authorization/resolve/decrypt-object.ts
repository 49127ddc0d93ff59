import { decodeProtectedHeader } from 'jose/decode/protected_header'
import type { Client } from '../../client.ts'
import type { Keys } from '../../ports.ts'
import { contentEncryptionNames, isKeyEncryption } from '../../protected-responses/encryption-algorithms.ts'

/** The signed JWT in an encrypted one, or why there is none: a clause that follows “the request object”. */
export type Decryption = { readonly jws: string } | { readonly fault: string }

/** Whether a text has the form of an encrypted JWT (RFC 7516 §3.1): five parts. */
export function isEncrypted(object: string): boolean {
  return object.split('.', 6).length === 5
}

/**
 * Decrypts a request object that may be encrypted to a key of this server (OIDC Core §6.1, RFC 9101 §6.1): a signed JWT inside an
 * encrypted one (RFC 7519 Appendix A.2). Whatever is wrong inside is one fault, so that nobody learns about its content.
 */
export async function decryptObject(object: string, client: Client, keys: Pick<Keys, 'decrypt'>): Promise<Decryption> {
  const { jwks, jwks_uri: url } = client.metadata
  // A client may leave encryption out, or use another algorithm than it registered (OIDC Registration §2).
  if (!isEncrypted(object)) return { jws: object }
  const headerFault = faultOfHeader(object)
  if (headerFault !== undefined) return { fault: headerFault }
  // Without keys nothing inside can be verified: a decryption costs as much as a signature.
  if (jwks === undefined && url === undefined) return { fault: 'cannot be verified: the client has no keys' }
  const jws = await keys.decrypt(object)
  if (jws === undefined || jws.split('.', 4).length !== 3) {
    return {
      fault:
        'cannot be decrypted to a signed JWT: sign it first, and encrypt that with a key of the jwks_uri whose use is enc',
    }
  }
  return { jws }
}

/** What the header shows to everybody. */
function faultOfHeader(jwe: string): string | undefined {
  const header = readHeader(jwe)
  if (header === undefined) return 'is not a JWT in compact form'
  if ('zip' in header) return 'is compressed: remove zip from its header'
  if (!isKeyEncryption(header.alg))
    return 'is encrypted with an alg that is not among request_object_encryption_alg_values_supported'
  if (!contentEncryptionNames.includes(String(header.enc))) {
    return 'is encrypted with an enc that is not among request_object_encryption_enc_values_supported'
  }
  return undefined
}

function readHeader(jwe: string) {
  try {
    return decodeProtectedHeader(jwe)
  } catch {
    return undefined
  }
}
