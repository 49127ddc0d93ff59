import { isSameResource } from '@valetkey/protocol'
import { client as clientSchema } from '../../config/clients.ts'
import type { ClientConfig } from '../../config/schema.ts'
import type { Features } from '../../oauth/features.ts'
import type { Warning } from '../apply/warning.ts'
import { redirectWarnings, scopeWarnings } from '../apply/warnings.ts'
import { registrationFaults } from '../client-registration.ts'
import { ManagementError } from '../management-error.ts'
import type { ProvisioningStore } from '../ports.ts'
import { schemaFaults } from '../schema-faults.ts'

/** Checks a registration (RFC 7591 §2) as a configuration file's is. @throws ManagementError with all faults */
export function checkRegistration(members: Readonly<Record<string, unknown>>, features: Features): ClientConfig {
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  const parsed = clientSchema.safeParse(given, { reportInput: true })
  if (!parsed.success) throw new ManagementError('invalid', schemaFaults(parsed.error.issues, 'client'))
  const where = parsed.data.client_id
  const faults = registrationFaults(parsed.data, features).map((fault) => ({ where, ...fault }))
  if (faults.length > 0) throw new ManagementError('invalid', faults)
  return parsed.data
}

export interface CheckApisOptions {
  readonly store: Pick<ProvisioningStore, 'listApis'>
  readonly features: Pick<Features, 'identityScopes'>
}

/** Checks that the APIs of a registration exist, and returns probable mistakes. @throws ManagementError */
export async function checkApis(
  registration: ClientConfig,
  { store, features }: CheckApisOptions,
): Promise<readonly Warning[]> {
  const apis = (await store.listApis()).map((one) => one.api)
  const isKnown = (identifier: string) => apis.some((api) => isSameResource(api.identifier, identifier))
  const missing = registration.apis?.find((one) => !isKnown(one.identifier))
  if (missing !== undefined) {
    const fix = `known: ${apis.map((api) => api.identifier).join(', ') || 'none'}`
    throw new ManagementError('invalid', [
      { option: ['apis'], what: `apis: ${missing.identifier} is not an API here`, fix },
    ])
  }
  return [
    ...scopeWarnings(registration, { apis, identityScopes: features.identityScopes }),
    ...redirectWarnings(registration),
  ]
}
