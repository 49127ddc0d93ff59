import { readImportedHash } from '../imported-hashes/index.ts'
import { argon2HashFault } from './argon2-hash.ts'

/** What hashes passwords with argon2id in one way or another. */
export interface Argon2 {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

/** What argon2id costs: KiB, passes, lanes (RFC 9106 §3.1). */
export interface Argon2Cost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/** Compares passwords with hashes in a time that does not depend on whose hash it is. */
export interface PasswordChecks {
  /** Compares; without a hash, or with one that cannot be verified, it takes as long and returns false. */
  check(engine: Argon2, hash: string | undefined, password: string): Promise<boolean>
  /** Notes the cost of a hash, at which every check then hashes too. */
  learn(hash: string): void
}

/** The longest text that a hash was made of; normalizing combining characters takes time quadratic in their number. */
const longestText = 1000

/** Each cost beyond ours adds to what every check costs. */
const mostCosts = 4

const prefixOfHash = /^\$argon2(?:id|i|d)\$v=\d{1,3}\$m=\d{1,9},t=\d{1,5},p=\d{1,3}\$/

/** A salt and a digest that no password is known to have. */
const nobody = `${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * Creates the checks. Hashes that were imported may cost more or less than ours: each check hashes once at every cost that is
 * known, so that its time shows neither whether there is an account nor where its hash was made.
 */
export function createPasswordChecks({ memoryCost, timeCost, parallelism }: Argon2Cost): PasswordChecks {
  const decoys = new Set([`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${nobody}`])

  function learn(hash: string): string | undefined {
    const decoy = decoyOf(hash)
    if (decoy !== undefined && decoys.size < mostCosts) decoys.add(decoy)
    return decoy
  }

  return {
    learn,
    async check(engine, hash, password) {
      const own = hash === undefined ? undefined : learn(hash)
      const fits = password.length <= longestText
      let isRight = false
      for (const text of textsOf(fits ? password : '')) {
        for (const decoy of decoys) {
          const isOwn = hash !== undefined && decoy === own
          const matches = await verify(engine, isOwn ? hash : decoy, text)
          if (isOwn && matches) isRight = true
        }
        // One of more costs than are kept: its time shows.
        if (hash !== undefined && own !== undefined && !decoys.has(own) && (await verify(engine, hash, text)))
          isRight = true
      }
      return isRight && fits
    },
  }
}

/** A hash of the same cost that matches no password; undefined for one that cannot be verified. */
function decoyOf(hash: string): string | undefined {
  const imported = readImportedHash(hash)
  if (imported !== undefined) return imported.fault === undefined ? imported.decoy : undefined
  const prefix = argon2HashFault(hash) === undefined ? prefixOfHash.exec(hash)?.[0] : undefined
  return prefix === undefined ? undefined : prefix + nobody
}

function verify(engine: Argon2, hash: string, password: string): Promise<boolean> {
  return readImportedHash(hash)?.verify(password) ?? engine.verify(hash, password)
}

/**
 * The texts that a password may have been hashed as: in normal form C, as typed elsewhere (RFC 8265 §4.2.2), and as it was
 * sent, as hashes were made before. Both are always tried, so that the time depends on what was sent alone.
 */
function textsOf(password: string): readonly string[] {
  const normalized = password.normalize('NFC')
  return normalized === password ? [password] : [normalized, password]
}
