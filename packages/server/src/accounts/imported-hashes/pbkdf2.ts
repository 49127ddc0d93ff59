import * as crypto from 'node:crypto'
import { promisify } from 'node:util'
import { bytesFault, decoySalt, type HashScheme, unpadded, unusable } from './imported-hash.ts'

const derive = promisify(crypto.pbkdf2)

/** Iterations times blocks: about two seconds of one core. */
const mostWork = 4_000_000

const bytesOf = { sha1: 20, sha256: 32, sha512: 64 } as const

/** What PBKDF2 hashes with. */
export type Pbkdf2Digest = keyof typeof bytesOf

const form = /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,9}),l=(\d{1,3})\$([A-Za-z0-9+/]{1,200})\$([A-Za-z0-9+/]{1,200})$/

/** PBKDF2 (RFC 8018 §5.2), as Keycloak and Auth0 export it, in PHC form: `$pbkdf2-sha256$i=…,l=…$salt$digest`. */
export const pbkdf2: HashScheme = {
  read(hash) {
    if (!hash.startsWith('$pbkdf2-')) return undefined
    const [whole, name, count, length, saltText = '', digestText = ''] = form.exec(hash) ?? []
    if (whole === undefined) return unusable('is not a PBKDF2 hash in PHC form: $pbkdf2-sha256$i=…,l=…$salt$digest')
    const algorithm = name as Pbkdf2Digest // the pattern lists them
    const [iterations, salt, digest] = [
      Number(count),
      Buffer.from(saltText, 'base64'),
      Buffer.from(digestText, 'base64'),
    ]
    if (digest.length !== Number(length)) return unusable(`has l=${length} and a digest of ${digest.length} bytes`)
    const work = iterations * Math.ceil(digest.length / bytesOf[algorithm])
    if (iterations < 1 || work > mostWork)
      return unusable(
        `has i=${iterations} for ${digest.length} bytes: it must be 1 or more, and take ${mostWork} at most`,
      )
    const fault = bytesFault(salt, digest)
    if (fault !== undefined) return unusable(fault)
    return {
      decoy: `$pbkdf2-${algorithm}$i=${iterations},l=${digest.length}$${decoySalt}$${unpadded(Buffer.alloc(digest.length))}`,
      async verify(password) {
        return crypto.timingSafeEqual(await derive(password, salt, iterations, digest.length, algorithm), digest)
      },
    }
  },
}

/** Writes a hash in the form that is stored. */
export function writePbkdf2(algorithm: Pbkdf2Digest, iterations: number, salt: Buffer, digest: Buffer): string {
  return `$pbkdf2-${algorithm}$i=${iterations},l=${digest.length}$${unpadded(salt)}$${unpadded(digest)}`
}
