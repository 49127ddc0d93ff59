import { setTimeout } from 'node:timers/promises'
import { rotateClientSecret } from '../../management/clients/rotate-client-secret.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toIso, toMoment } from '../output.ts'
import { readSpan } from '../read-span.ts'
import { withDatabase } from '../with-database.ts'
import { readClientSecret } from './add.ts'
import { secretStorage } from './secret-storage.ts'

export interface RotateOptions extends CommonOptions {
  readonly secretStdin?: boolean
  /** How long the old secret stays valid: `24h`, `30m`, `7d`. */
  readonly overlap?: string
}

/** @throws ManagementError, UsageError */
export async function rotateSecret(id: string, options: RotateOptions): Promise<Outcome> {
  const overlap = options.overlap === undefined ? undefined : readSpan('--overlap', options.overlap)
  const secret = options.secretStdin ? await readClientSecret(id) : undefined
  return withDatabase(options, 'refuse', async ({ provisioning: store, secret: serverSecret }) => {
    const rotated = await rotateClientSecret(id, {
      store,
      ...secretStorage(serverSecret),
      random,
      clock: Date.now,
      sleep: setTimeout,
      secret,
      overlap,
    })
    const { entry, generatedSecret: shown, oldUntil } = rotated
    const facts = toFacts([
      ['client_id', id],
      ['client_secret', shown],
    ])
    return {
      text: `client ${id} has a new secret; ${oldUntil === undefined ? 'the old one is refused, and its client credentials tokens are revoked' : `the old one is valid until ${toMoment(oldUntil, Date.now())}`}\n\n${facts}`,
      data: {
        client_id: id,
        ...(oldUntil === undefined ? {} : { previous_secret_expires_at: toIso(oldUntil) }),
        ...(shown === undefined ? {} : { client_secret: shown }),
      },
      notes:
        entry.source === 'file'
          ? ['the configuration file still contains the old secret: it is ignored until that line of the file changes']
          : [],
    }
  })
}
