import type { ClientConfig } from '../../config/schema.ts'
import { makeClientSecret } from '../../oauth/client-authentication/random-secret.ts'
import type { Features } from '../../oauth/features.ts'
import { toClientEntry } from '../apply/apply.ts'
import type { Warning } from '../apply/warning.ts'
import type { Adding } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { ClientEntry } from '../ports.ts'
import { checkApis, checkRegistration } from './check-registration.ts'
import { checkClientSecret } from './client-secret.ts'
import type { SecretStorage } from './store-client-secret.ts'

/** A registration that was checked. */
export interface NewClient {
  readonly registration: ClientConfig
  /** The secret, if it was generated: it is stored as a hash only. */
  readonly generatedSecret: string | undefined
}

export interface ReadNewClientOptions {
  readonly features: Features
  readonly random: (bytes: number) => string
}

/** Checks a new registration, and generates a secret where its method needs one and none is given. @throws ManagementError */
export function readNewClient(
  members: Readonly<Record<string, unknown>>,
  { features, random }: ReadNewClientOptions,
): NewClient {
  const { client_secret: given, token_endpoint_auth_method: name } = members
  if (typeof given === 'string') checkClientSecret(given)
  const method = features.clientAuthenticationMethods.find((one) => one.name === name)
  const generatedSecret = given === undefined && method?.needsSecret !== false ? makeClientSecret(random) : undefined
  const registration = checkRegistration({ ...members, client_secret: given ?? generatedSecret }, features)
  return { registration, generatedSecret }
}

export interface AddClientOptions extends Adding, SecretStorage {}

export interface AddedClient {
  readonly entry: ClientEntry
  readonly warnings: readonly Warning[]
}

/** Adds a client. @throws ManagementError if its id is taken or one of its APIs does not exist */
export async function addClient({ registration }: NewClient, options: AddClientOptions): Promise<AddedClient> {
  const { store, now, actor, source, features } = options
  const { client_id: id } = registration
  const warnings = await checkApis(registration, { store, features })
  const entry = await toClientEntry(registration, { source, digest: undefined }, options)
  await store.change(async (writes) => {
    if ((await writes.findClient(id)) !== undefined) {
      const fix = 'remove it first, or choose another identifier'
      throw new ManagementError('conflict', [{ what: `client ${id} already exists`, fix }])
    }
    await writes.putClient(entry, now)
  }, actor)
  return { entry, warnings }
}
