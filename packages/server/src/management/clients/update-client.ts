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
  // The check needs to know only whether there is a secret.
  const secret = found.secretHash === undefined ? {} : { client_secret: placeholder }
  const { client_secret: _, ...checked } = checkRegistration({ ...withoutEmpty(merged), ...secret }, features)
  const warnings = await checkApis(checked, store)
  const registration = checked as ClientEntry['registration'] // undefined members are not stored
  const entry = { ...withLeft(found, change), registration }
  await store.change((writes) => writes.putClient(entry, now), actor)
  return { entry, warnings }
}

/** Where the client has left its file and comes back, it is as disabled as this change says. */
function withLeft(entry: ClientEntry, { disabled }: ClientChange): ClientEntry {
  if (entry.lines?.left === undefined || typeof disabled !== 'boolean') return entry
  return { ...entry, lines: { ...entry.lines, left: { wasDisabled: disabled } } }
}

const placeholder = 'x'.repeat(43)

function withoutEmpty(members: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.every((one) => one === '')),
    ),
  )
}
