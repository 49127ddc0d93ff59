import { isSameResource } from '@valetkey/protocol'
import type { Api } from '../../oauth/api.ts'
import type { Adding } from '../management.ts'
import type { Fault } from '../management-error.ts'
import { ManagementError } from '../management-error.ts'

export interface AddedApi {
  /** Probable mistakes, such as a client that does not exist yet. */
  readonly warnings: readonly Fault[]
}

/** Adds an API after the others. @throws ManagementError if its identifier means the same as another's */
export async function addApi(api: Api, { store, actor, source }: Adding): Promise<AddedApi> {
  const { identifier } = api
  const existing = await store.listApis()
  const same = existing.find((one) => isSameResource(one.api.identifier, identifier))?.api.identifier
  if (same !== undefined) {
    const spelling = same === identifier ? '' : ` as ${same}, which means the same (RFC 8707 §2)`
    throw new ManagementError('conflict', [
      {
        what: `api ${identifier} already exists${spelling}`,
        fix: 'remove it first, or change it in the configuration file',
      },
    ])
  }
  const position = Math.max(-1, ...existing.map((one) => one.position)) + 1
  await store.change((writes) => writes.putApi({ api, position, source, digest: undefined }), actor)
  const warnings: Fault[] = []
  for (const id of api.introspectedBy) {
    if ((await store.findClient(id)) !== undefined) continue
    const fix = 'add it with valetkey client add'
    warnings.push({ option: ['introspectedBy'], what: `introspectedBy: there is no client ${id} yet`, fix })
  }
  return { warnings }
}
