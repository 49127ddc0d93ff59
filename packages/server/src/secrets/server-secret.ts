import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/**
 * The purposes of keys derived from the server's secret; one purpose's key reveals nothing about another's (RFC 5869).
 */
export type Purpose =
  | 'refresh tokens'
  | 'signing keys at rest'
  | 'forms'
  | 'sealed requests'
  | 'configuration digests'
  | 'audit log'
  | 'e-mail at rest'

/** Encrypts texts for the database (AES-256-GCM). */
export interface AtRest {
  seal(text: string): string
  /** Decrypts the output of `seal`; undefined under another secret or purpose. */
  open(sealed: string): string | undefined
}

/** The keys derived from the server's secret. Its own `seal` and `open` are for signing keys. */
export interface ServerSecret extends AtRest {
  key(purpose: Purpose): Buffer
  atRest(purpose: Purpose): AtRest
  /**
   * Computes a keyed fingerprint of a text, which shows changes and does not allow guessing the text without the
   * secret.
   */
  digest(text: string): string
}

export function createServerSecret(secret: string): ServerSecret {
  const key = (purpose: Purpose) => Buffer.from(hkdfSync('sha256', secret, 'valetkey', purpose, 32))
  const atRest = (purpose: Purpose) => createAtRest(key(purpose))
  const digests = key('configuration digests')
  return {
    key,
    atRest,
    ...atRest('signing keys at rest'),
    digest: (text) => createHmac('sha256', digests).update(text).digest('base64url'),
  }
}

function createAtRest(key: Buffer): AtRest {
  return {
    seal(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.')
    },
    open(sealed) {
      const [iv, text, tag] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'))
      if (iv === undefined || text === undefined || tag?.length !== 16) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag)
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
