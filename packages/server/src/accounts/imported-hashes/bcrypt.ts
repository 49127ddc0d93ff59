import { type HashScheme, unusable } from './imported-hash.ts'

/** About a second of one core. */
const mostCost = 14

const form = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/

/** bcrypt, as Auth0 exports it: `$2b$10$` with salt and digest. Bytes after the 72nd of a password count for nothing. */
export const bcrypt: HashScheme = {
  read(hash) {
    if (!hash.startsWith('$2')) return undefined
    const cost = Number(form.exec(hash)?.[1])
    if (Number.isNaN(cost)) return unusable('is not a bcrypt hash: $2b$10$ and 53 characters')
    if (cost < 4 || cost > mostCost) return unusable(`has the cost ${cost}: bcrypt hashes must have 4 to ${mostCost}`)
    return {
      decoy: `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`,
      verify: async (password) => (await import('@node-rs/bcrypt')).verify(password, hash),
    }
  },
}
