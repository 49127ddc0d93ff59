import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

/** Encrypts text that travels through a browser, which can neither read nor change it (AES-256-GCM). */
export interface Sealer {
  /** @param binding must be the same on opening; it is authenticated, and not part of the sealed text */
  seal(text: string, binding: string): string
  /** Returns undefined for text that was sealed with another key or binding, or was changed. */
  open(sealed: string, binding: string): string | undefined
}

const [ivBytes, tagBytes] = [12, 16]

/** Creates a sealer with a key of 256 bits. */
export function createSealer(key: Uint8Array): Sealer {
  const secretKey = createSecretKey(key)
  return {
    seal(text, binding) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', secretKey, iv).setAAD(Buffer.from(binding))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(sealed, binding) {
      const bytes = Buffer.from(sealed, 'base64url')
      // Decoding ignores characters that are not base64url, and would accept the same text in other spellings.
      if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== sealed) return undefined
      const decipher = createDecipheriv('aes-256-gcm', secretKey, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(binding))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    },
  }
}
