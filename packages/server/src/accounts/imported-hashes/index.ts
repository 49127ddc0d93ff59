import { bcrypt } from './bcrypt.ts'
import type { HashScheme, ImportedHash } from './imported-hash.ts'
import { pbkdf2 } from './pbkdf2.ts'
import { firebaseScrypt, scrypt } from './scrypt.ts'

/** The hashes of other servers that users may log in with once; then their password is hashed with argon2id. */
const schemes: readonly HashScheme[] = [bcrypt, pbkdf2, scrypt, firebaseScrypt]

/** Reads a hash that another server made; undefined if it is one of argon2, or of no known scheme. */
export function readImportedHash(hash: string): ImportedHash | undefined {
  for (const scheme of schemes) {
    const found = scheme.read(hash)
    if (found !== undefined) return found
  }
  return undefined
}
