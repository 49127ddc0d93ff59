import { toClient } from '../../oauth/client.ts'
import { makeClientSecret } from '../../oauth/client-authentication/random-secret.ts'
import { keptSecretFault } from '../client-key-faults.ts'
import { toRegistrationFault } from '../client-registration.ts'
import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { ClientEntry } from '../ports.ts'
import { checkClientSecret } from './client-secret.ts'
import { findClient } from './find-client.ts'
import { type SecretStorage, storeClientSecret } from './store-client-secret.ts'

export interface RotateClientSecretOptions extends Omit<Management, 'now'>, SecretStorage {
  readonly random: (bytes: number) => string
  readonly clock: () => number
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** The new secret; left out, one is generated. */
  readonly secret?: string | undefined
  /** How long the old secret stays valid, in milliseconds; left out, it is refused at once. */
  readonly overlap?: number | undefined
}

export interface RotatedSecret {
  readonly entry: ClientEntry
  readonly generatedSecret: string | undefined
  /** When the old secret expires; undefined if it is refused already. */
  readonly oldUntil: number | undefined
}

/** Within this time every node reads a change, in milliseconds: until then one may accept the old secret. */
const settleMs = 1_000

/**
 * Gives a client a new secret. The old one is refused at once, and the tokens that the client got for itself with it are
 * revoked, unless they overlap. Returns once no token got with the new secret can be taken for one got with the old secret.
 * @throws ManagementError if the client has no secret, or the new one is known to everybody
 */
export async function rotateClientSecret(id: string, options: RotateClientSecretOptions): Promise<RotatedSecret> {
  const { store, actor, features, random, clock, sleep, secret: given, overlap } = options
  if (given !== undefined) checkClientSecret(given)
  const entry = await findClient(id, store)
  const { authenticationMethod } = toClient(entry.registration, entry.secretHash, features)
  const method = features.clientAuthenticationMethods.find((one) => one.name === authenticationMethod)
  if (method?.needsSecret === false) {
    const kind = method.isConfidential ? `authenticates with ${method.name}` : 'is public'
    throw new ManagementError('conflict', [{ what: `client ${id} ${kind} and has no secret`, clause: 'RFC 6749 §2.1' }])
  }
  const secret = given ?? makeClientSecret(random)
  const fault = method === undefined ? undefined : keptSecretFault({ client_secret: secret }, method)
  if (fault !== undefined) throw new ManagementError('invalid', [toRegistrationFault(fault)])
  const hash = await storeClientSecret(entry.registration, secret, options)
  const now = clock()
  const old = overlap === undefined ? { validAfter: now + settleMs } : { until: now + overlap }
  await store.change((writes) => writes.setClientSecretHash(id, hash, old), actor)
  if ('validAfter' in old) await sleep(old.validAfter + 1 - clock())
  return {
    entry,
    generatedSecret: given === undefined ? secret : undefined,
    oldUntil: 'until' in old ? old.until : undefined,
  }
}
