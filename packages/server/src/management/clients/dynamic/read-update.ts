import { hashGeneratedSecret } from '../../../oauth/client-authentication/client-secrets.ts'
import { isSealedSecret, openClientSecret, type Seal } from '../../../oauth/client-authentication/sealed-secret.ts'
import type { Features } from '../../../oauth/features.ts'
import { ManagementError } from '../../management-error.ts'
import type { ClientEntry } from '../../ports.ts'
import { readNewClient } from '../add-client.ts'
import { keepsSecret, type SecretStorage, storeClientSecret } from '../store-client-secret.ts'
import type { DynamicClientPolicy } from './policy.ts'
import { readMembers } from './read-members.ts'

export interface ReadUpdateOptions extends SecretStorage {
  readonly policy: DynamicClientPolicy
  readonly features: Features
  readonly open: Seal['open']
  readonly random: (bytes: number) => string
}

/** A registration that replaces another. */
export interface Update {
  readonly entry: ClientEntry
  /** The secret, if the client needs another one than before. */
  readonly secret: string | undefined
}

/**
 * Reads an update, which replaces every member (RFC 7592 §2.2). The secret stays, unless the client had none, or its method
 * needs a secret that is stored in another form.
 * @throws ManagementError
 */
export async function readUpdate(
  given: Readonly<Record<string, unknown>>,
  before: ClientEntry,
  options: ReadUpdateOptions,
): Promise<Update> {
  const { policy, features, random, open } = options
  const { client_id: id } = before.registration
  if (given.client_id !== undefined && given.client_id !== id) throw differs('client_id')
  if (given.client_secret !== undefined && given.client_secret !== null) {
    refuseOtherSecret(given.client_secret, before, open)
  }
  const members = { ...readMembers(given, { policy, features, before: before.registration }), client_id: id }
  const { registration: checked, generatedSecret: generated } = readNewClient(members, { features, random })
  const { client_secret: _, client_secret_hash: __, ...rest } = checked
  const registration = rest as ClientEntry['registration'] // undefined members are not stored
  if (generated === undefined) return { entry: { ...before, registration, secretHash: undefined }, secret: undefined }
  const { secretHash: stored } = before
  const isKept = stored !== undefined && isSealedSecret(stored) === keepsSecret(registration, features)
  if (isKept) return { entry: { ...before, registration }, secret: undefined }
  const secretHash = await storeClientSecret(registration, generated, options)
  return { entry: { ...before, registration, secretHash }, secret: generated }
}

/** A client must not choose its secret (RFC 7592 §2.2). */
function refuseOtherSecret(
  given: unknown,
  { registration, secretHash: stored }: ClientEntry,
  open: Seal['open'],
): void {
  if (typeof given === 'string' && stored !== undefined) {
    if (isSealedSecret(stored) && openClientSecret(registration.client_id, stored, { open }) === given) return
    if (hashGeneratedSecret(given) === stored) return
  }
  throw differs('client_secret')
}

function differs(member: string): ManagementError {
  const what = `${member} differs from the registered one`
  return new ManagementError('invalid', [{ option: [member], what, fix: 'leave it as it is', clause: 'RFC 7592 §2.2' }])
}
