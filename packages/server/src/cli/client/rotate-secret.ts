import { setTimeout } from 'node:timers/promises'
import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import { hashClientSecret } from '../../management/apply/apply.ts'
import { toClient } from '../../oauth/client.ts'
import { makeClientSecret } from '../../oauth/client-authentication/random-secret.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toMoment } from '../output.ts'
import { readSpan } from '../read-span.ts'
import { Refused } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { readClientSecret } from './add.ts'
import { findClient } from './find.ts'

/** How a secret is rotated. */
export interface RotateOptions extends CommonOptions {
  readonly secretStdin?: boolean
  /** For how long the old secret stays valid: `24h`, `30m`, `7d`. */
  readonly overlap?: string
}

/** Within this time every node reads a change, in milliseconds: until then one may accept the old secret. */
const settleMs = 1_000

/**
 * Gives a client a new secret. The old one is refused at once, and the tokens that the client got for itself with it are
 * revoked, unless both are to overlap.
 * @throws Refused for a public client
 */
export async function rotateSecret(id: string, options: RotateOptions): Promise<Outcome> {
  const overlap = options.overlap === undefined ? undefined : readSpan('--overlap', options.overlap)
  const given = options.secretStdin ? await readClientSecret(id) : undefined
  const secret = given ?? makeClientSecret(random)
  const secretHash = await hashClientSecret(secret, createPasswordHasher())
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const entry = await findClient(id, provisioning)
    const { authenticationMethod } = toClient(entry.registration, entry.secretHash, standardFeatures)
    const method = standardFeatures.clientAuthenticationMethods.find((one) => one.name === authenticationMethod)
    if (method?.needsSecret === false) {
      const kind = method.isConfidential ? `authenticates with ${method.name}` : 'is public'
      throw new Refused(`client ${id} ${kind} and has no secret (RFC 6749 §2.1)`)
    }
    const now = Date.now()
    const old = overlap === undefined ? { validAfter: now + settleMs } : { until: now + overlap }
    await provisioning.change((writes) => writes.setClientSecretHash(id, secretHash, old))
    // The new secret is shown once no token got with it can be taken for one got with the old secret.
    if ('validAfter' in old) await setTimeout(old.validAfter + 1 - Date.now())
    const shown = given === undefined ? secret : undefined
    const facts = toFacts([
      ['client_id', id],
      ['client_secret', shown],
    ])
    return {
      text: `client ${id} has a new secret; ${'until' in old ? `the old one is valid until ${toMoment(old.until, now)}` : 'the old one is refused, and the tokens that the client got for itself are revoked'}\n\n${facts}`,
      data: {
        client_id: id,
        ...('until' in old ? { previous_secret_expires_at: new Date(old.until).toISOString() } : {}),
        ...(shown === undefined ? {} : { client_secret: shown }),
      },
      notes:
        entry.source === 'file'
          ? [`the configuration file still names the old secret: it is left alone until that line of the file changes`]
          : [],
    }
  })
}
