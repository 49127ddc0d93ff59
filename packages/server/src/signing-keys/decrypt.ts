import type { KeyObject } from 'node:crypto'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { contentEncryptionNames } from '../oauth/ports.ts'

/** A key that decrypts. */
export interface DecryptionKey {
  readonly id: string
  readonly algorithm: string
  readonly privateKey: KeyObject
}

/** How many keys are tried for a message that names none. */
const mostTries = 3

/**
 * Decrypts a compact JWE with the key that it names, or else with the newest keys of its algorithm. The algorithm comes from our
 * own keys, and never from the message (RFC 8725 §3.1); a message whose encrypted key is wrong takes as long as one whose
 * content is (RFC 7516 §11.5: jose continues with a random key).
 * @returns undefined, whatever is wrong
 */
export async function decryptWith(newestFirst: readonly DecryptionKey[], jwe: string): Promise<string | undefined> {
  const header = readHeader(jwe)
  // Compressed content of a few kilobytes could become gigabytes.
  if (header === undefined || 'zip' in header) return undefined
  const { alg, kid } = header
  const fitting = newestFirst.filter((key) => key.algorithm === alg && (kid === undefined || key.id === kid))
  if (fitting.length === 0) return undefined
  const { compactDecrypt } = await import('jose/jwe/compact/decrypt')
  for (const { algorithm, privateKey } of fitting.slice(0, mostTries)) {
    const options = {
      keyManagementAlgorithms: [algorithm],
      contentEncryptionAlgorithms: [...contentEncryptionNames],
    }
    try {
      const { plaintext } = await compactDecrypt(jwe, privateKey, options)
      return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
    } catch {
      // The next key may be the right one.
    }
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
