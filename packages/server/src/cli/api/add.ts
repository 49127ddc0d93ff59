import { isSameResource } from '@valetkey/protocol'
import { api as apiSchema } from '../../config/apis.ts'
import { explainIssues } from '../../config/config-error.ts'
import { toApi } from '../../management/apply/apply.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { Refused, UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

/** What a new API is told to be. */
export interface AddApiOptions extends CommonOptions {
  readonly name: string
  readonly scope?: readonly string[]
  readonly tokenFormat?: string
  readonly tokenSigningAlg?: string
  readonly introspectedBy?: readonly string[]
  readonly accessTokenLifetime?: string
}

/** Adds an API after those there are. @throws Refused where it is there already */
export async function addApi(identifier: string, options: AddApiOptions): Promise<Outcome> {
  const parsed = apiSchema.safeParse(toEntry(identifier, options), { reportInput: true })
  if (!parsed.success) throw explainIssues(parsed.error.issues, { where: 'api' })
  const api = toApi(parsed.data)
  return withDatabase(options, 'create', async ({ provisioning }) => {
    const there = await provisioning.listApis()
    const same = there.find((one) => isSameResource(one.api.identifier, identifier))?.api.identifier
    if (same !== undefined) {
      const spelling = same === identifier ? '' : ` as ${same}, which means the same (RFC 8707 §2)`
      const fix = 'remove it first, or change it in the configuration file'
      throw new Refused(`api ${identifier} already exists${spelling}: ${fix}`)
    }
    const position = Math.max(-1, ...there.map((one) => one.position)) + 1
    await provisioning.change((writes) => writes.putApi({ api, position, source: 'command', digest: undefined }))
    const clients = (await provisioning.listClients()).map((one) => one.registration.client_id)
    const names = api.scopes.map((scope) => scope.name).join(' ') || 'no scopes'
    return {
      text: `added api ${identifier} (${api.name}: ${names})`,
      data: api,
      notes: api.introspectedBy
        .filter((id) => !clients.includes(id))
        .map((id) => `introspectedBy: there is no client ${id} yet: add it with valetkey client add`),
    }
  })
}

/** Maps options to members of an API's entry, those that are given. @throws UsageError */
export function toEntry(identifier: string, options: Partial<AddApiOptions>): Readonly<Record<string, unknown>> {
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
