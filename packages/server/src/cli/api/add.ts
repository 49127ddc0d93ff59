import { addApi as add } from '../../management/apis/add-api.ts'
import { checkApi } from '../../management/apis/check-api.ts'
import { formatFault } from '../../management/management-error.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

export interface AddApiOptions extends CommonOptions {
  readonly name: string
  readonly scope?: readonly string[]
  readonly tokenFormat?: string
  readonly tokenSigningAlg?: string
  readonly introspectedBy?: readonly string[]
  readonly accessTokenLifetime?: string
}

/** @throws ManagementError, UsageError */
export async function addApi(identifier: string, options: AddApiOptions): Promise<Outcome> {
  const api = checkApi(toMembers(identifier, options))
  return withDatabase(options, 'create', async ({ provisioning: store, now }) => {
    const { warnings } = await add(api, { store, now, source: 'command' })
    const names = api.scopes.map((scope) => scope.name).join(' ') || 'no scopes'
    return { text: `added api ${identifier} (${api.name}: ${names})`, data: api, notes: warnings.map(formatFault) }
  })
}

/** Maps the given options to members of an API. @throws UsageError */
export function toMembers(identifier: string, options: Partial<AddApiOptions>): Readonly<Record<string, unknown>> {
  const { name, tokenFormat, tokenSigningAlg, introspectedBy, accessTokenLifetime: lifetime } = options
  if (lifetime !== undefined && !/^\d{1,6}$/.test(lifetime)) {
    throw new UsageError(`--access-token-lifetime ${lifetime}: give a number of seconds`)
  }
  const given = {
    identifier,
    name,
    tokenFormat,
    tokenSigningAlg,
    introspectedBy,
    accessTokenLifetime: lifetime && Number(lifetime),
    scopes: options.scope?.map(readScope),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function readScope(text: string): { readonly name: string; readonly description: string } {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, description: '' } : { name: text.slice(0, at), description: text.slice(at + 1) }
}
