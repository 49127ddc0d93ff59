import { isKeyEncryption } from '../../oauth/ports.ts'
import type { StoredKey } from '../../signing-keys/ports.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment, toTable } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** Lists the published keys without their private parts. */
export async function listKeys(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, now }) => {
    const keys = await createSigningKeyStore(database).list(now)
    const rows = keys.map((key) => [key.id, key.algorithm, toState(key, keys, now), toMoment(key.created_at, now)])
    return {
      text:
        rows.length === 0
          ? 'there are no keys: the server creates them at its first start'
          : toTable(['KEY', 'ALGORITHM', 'STATE', 'CREATED'], rows),
      data: keys.map((key) => ({
        kid: key.id,
        alg: key.algorithm,
        use: isKeyEncryption(key.algorithm) ? 'enc' : 'sig',
        signs: isSigning(key, keys, now),
        created_at: toIso(key.created_at),
        active_from: toIso(key.active_from),
        removed_at: key.removed_at === null ? null : toIso(key.removed_at),
      })),
    }
  })
}

/** Of the active keys of an algorithm, the newest one signs; those of encryption algorithms decrypt. */
function isSigning(key: StoredKey, keys: readonly StoredKey[], now: number): boolean {
  if (isKeyEncryption(key.algorithm)) return false
  const newer = (one: StoredKey) => one.active_from > key.active_from && one.active_from <= now
  return key.active_from <= now && !keys.some((one) => one.algorithm === key.algorithm && newer(one))
}

function toState(key: StoredKey, keys: readonly StoredKey[], now: number): string {
  const until = key.removed_at === null ? '' : `, published until ${toMoment(key.removed_at, now)}`
  if (isKeyEncryption(key.algorithm)) return `decrypts${until}`
  if (key.active_from > now) return `signs from ${toMoment(key.active_from, now)}${until}`
  return isSigning(key, keys, now) ? `signs${until}` : `verifies${until}`
}
