import { toNotes } from '../../management/apply/warnings.ts'
import { updateClient as update } from '../../management/clients/update-client.ts'
import type { CommonOptions } from '../command.ts'
import { overwrittenNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { readApi } from './add.ts'
import { readInsecureFlags } from './insecure-flags.ts'
import { readJwks } from './read-jwks.ts'

/** An empty string removes the member. The flags of insecure options are read by `readInsecureFlags`. */
export interface UpdateClientOptions extends CommonOptions {
  readonly name?: string
  readonly uri?: string
  readonly redirectUri?: readonly string[]
  readonly grantType?: readonly string[]
  readonly scope?: string
  readonly api?: readonly string[]
  readonly authMethod?: string
  readonly jwks?: string
  readonly jwksUri?: string
  readonly applicationType?: string
  readonly disabled?: boolean
}

/** @throws ManagementError, UsageError */
export async function updateClient(id: string, options: UpdateClientOptions): Promise<Outcome> {
  const given = toMembers(options)
  if (Object.keys(given).length === 0) throw new UsageError('nothing to change: give an option; --help lists them')
  return withDatabase(options, 'refuse', async ({ provisioning: store, features, now }) => {
    const { entry, warnings } = await update(id, given, { store, now, features })
    return {
      text: `changed client ${id}`,
      data: { ...entry.registration, has_secret: entry.secretHash !== undefined, source: entry.source },
      notes: [...overwrittenNote(entry.source, `client ${id}`), ...toNotes(warnings)],
    }
  })
}

function toMembers(
  options: UpdateClientOptions,
): Readonly<Record<string, unknown>> & { readonly dangerously?: object } {
  return defined({
    client_name: options.name,
    client_uri: options.uri,
    redirect_uris: options.redirectUri,
    grant_types: options.grantType,
    scope: options.scope,
    apis: options.api?.filter((text) => text !== '').map(readApi),
    token_endpoint_auth_method: options.authMethod,
    ...readKeys(options),
    application_type: options.applicationType,
    disabled: options.disabled,
    dangerously: readInsecureFlags({ ...options }),
  })
}

/** Keys of one kind replace those of the other. */
function readKeys({ jwks, jwksUri }: UpdateClientOptions): Readonly<Record<string, unknown>> {
  if (jwks !== undefined && jwks !== '') return { jwks: readJwks(jwks), jwks_uri: jwksUri ?? '' }
  return { jwks: jwks ?? (jwksUri ? '' : undefined), jwks_uri: jwksUri }
}

function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
