import { createHmac, createSecretKey } from 'node:crypto'
import { userInfo } from 'node:os'
import type { ServerSecret } from '../secrets/server-secret.ts'
import { WrongSecret } from '../secrets/wrong-secret.ts'
import type { AuditKey } from '../storage/stores/audit/audit.ts'

/**
 * Derives the key of the audit log from the server's secret: with the database alone nobody can write or repair the
 * log.
 */
export function createAuditKey(secret: ServerSecret): AuditKey {
  // Importing the key once makes a hash seven times as fast.
  const key = createSecretKey(secret.key('audit log'))
  return {
    mac: (text) => createHmac('sha256', key).update(text).digest('base64url'),
    check(sealed) {
      if (sealed.every((one) => secret.open(one) !== undefined)) return
      throw new WrongSecret(
        'the secret is not the one this database was created with, so nothing can be recorded in its audit log: set VALETKEY_SECRET to the original secret',
      )
    },
  }
}

/** Names the actor of a command for the audit log: the user of this computer. */
export function commandActor(): string {
  try {
    return `command by ${userInfo().username}`
  } catch {
    return `command by user ${process.getuid?.() ?? 'unknown'}`
  }
}
