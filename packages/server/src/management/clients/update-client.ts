import { isSealedSecret } from '../../oauth/client-authentication/sealed-secret.ts'
import type { Features } from '../../oauth/features.ts'
import type { Warning } from '../apply/warning.ts'
import type { Management } from '../management.ts'
import type { ClientEntry } from '../ports.ts'
import { checkApis, checkRegistration } from './check-registration.ts'
import { findClient } from './find-client.ts'

export interface UpdateClientOptions extends Management {
  readonly features: Features
}

/** Members of a registration (RFC 7591 §2); those of `dangerously` change one by one. */
export type ClientChange = Readonly<Record<string, unknown>> & { readonly dangerously?: object | undefined }

export interface UpdatedClient {
  readonly entry: ClientEntry
  readonly warnings: readonly Warning[]
}

/**
 * Changes the registration of a client: members that are left out stay, a list replaces the one before, and an empty text or
 * list removes a member, so that its default counts. Secret, authorizations and tokens stay.
 * @throws ManagementError if the result would be invalid or the client does not exist
 */
export async function updateClient(
  id: string,
  change: ClientChange,
  { store, now, actor, features }: UpdateClientOptions,
): Promise<UpdatedClient> {
  const found = await findClient(id, store)
  const { dangerously, ...members } = change
  const insecure = { ...found.registration.dangerously, ...dangerously }
  const merged = {
    ...found.registration,
    ...members,
    ...(Object.keys(insecure).length === 0 ? {} : { dangerously: insecure }),
  }
  const secretHash = needsNoSecret(merged, features) ? undefined : found.secretHash
  const {
    client_secret: _,
    client_secret_hash: __,
    ...checked
  } = checkRegistration({ ...withoutEmpty(merged), ...placeholderOf(secretHash) }, features)
  const warnings = await checkApis(checked, { store, features })
  const registration = checked as ClientEntry['registration'] // undefined members are not stored
  const entry = { ...withLeft(found, change), registration, secretHash }
  await store.change((writes) => writes.putClient(entry, now), actor)
  return { entry, warnings }
}

/** Where the client has left its file and comes back, it is as disabled as this change says. */
function withLeft(entry: ClientEntry, { disabled }: ClientChange): ClientEntry {
  if (entry.lines?.left === undefined || typeof disabled !== 'boolean') return entry
  return { ...entry, lines: { ...entry.lines, left: { wasDisabled: disabled } } }
}

/** A client that changes over to keys has no secret any more. */
function needsNoSecret(
  { token_endpoint_auth_method: name }: { readonly token_endpoint_auth_method?: unknown },
  { clientAuthenticationMethods }: Features,
): boolean {
  return clientAuthenticationMethods.some((one) => one.name === name && one.needsKeys && !one.needsSecret)
}

/** The check needs to know only whether there is a secret, and in which form. */
function placeholderOf(stored: string | undefined): object {
  if (stored === undefined) return {}
  const placeholder = 'x'.repeat(43)
  return isSealedSecret(stored) ? { client_secret: placeholder } : { client_secret_hash: `sha256:${placeholder}` }
}

function withoutEmpty(members: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.every((one) => one === '')),
    ),
  )
}
