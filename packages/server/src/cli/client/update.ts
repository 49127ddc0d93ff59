import type { ClientEntry } from '../../management/ports.ts'
import type { CommonOptions } from '../command.ts'
import { staysNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { checkApis, readApi, readRegistration, refuseFaults } from './add.ts'
import { findClient } from './find.ts'
import { readInsecureFlags } from './insecure-flags.ts'

/**
 * What changes of a client: a list replaces the one before, an empty text removes what is optional. The flags of insecure options
 * are read by `readInsecureFlags`.
 */
export interface UpdateClientOptions extends CommonOptions {
  readonly name?: string
  readonly uri?: string
  readonly redirectUri?: readonly string[]
  readonly grantType?: readonly string[]
  readonly scope?: string
  readonly api?: readonly string[]
  readonly authMethod?: string
  readonly applicationType?: string
  readonly disabled?: boolean
}

/** Changes what is registered of a client; its secret, authorizations and tokens stay. @throws Refused where it would not be right */
export async function updateClient(id: string, options: UpdateClientOptions): Promise<Outcome> {
  const given = toMembers(options)
  if (Object.keys(given).length === 0) throw new UsageError('nothing to change: give an option; --help lists them')
  return withDatabase(options, 'refuse', async (context) => {
    const { provisioning, now } = context
    const entry = await findClient(id, provisioning)
    const { dangerously, ...members } = given
    const dangers = { ...entry.registration.dangerously, ...dangerously }
    const merged = {
      ...entry.registration,
      ...members,
      ...(Object.keys(dangers).length === 0 ? {} : { dangerously: dangers }),
    }
    // Whether there is a secret decides what is right; what it is does not.
    const secret = entry.secretHash === undefined ? {} : { client_secret: placeholder }
    const { client_secret: _, ...registration } = readRegistration({ ...withoutEmpty(merged), ...secret })
    refuseFaults(id, { ...registration, ...secret })
    const notes = await checkApis(registration, context)
    await provisioning.change((writes) =>
      writes.putClient({ ...withLeft(entry, given), registration: registration as typeof entry.registration }, now),
    )
    return {
      text: `changed client ${id}`,
      data: { ...registration, has_secret: entry.secretHash !== undefined, source: entry.source },
      notes: [...staysNote(entry.source, `client ${id}`), ...notes],
    }
  })
}

/** It left its file: when it comes back, it is as disabled as this command says. */
function withLeft(entry: ClientEntry, { disabled }: Readonly<Record<string, unknown>>): ClientEntry {
  if (entry.lines?.left === undefined || typeof disabled !== 'boolean') return entry
  return { ...entry, lines: { ...entry.lines, left: { wasDisabled: disabled } } }
}

const placeholder = 'x'.repeat(43)

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
    application_type: options.applicationType,
    disabled: options.disabled,
    dangerously: readInsecureFlags({ ...options }),
  })
}

function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** An empty text or list removes a member, so that its default counts. */
function withoutEmpty(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.every((one) => one === '')),
    ),
  )
}
