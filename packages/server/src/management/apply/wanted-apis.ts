import type { Scope } from '@valetkey/protocol'
import type { ApiConfig, ClientConfig, FileConfig } from '../../config/schema.ts'
import type { ApiEntry, ClientEntry } from '../ports.ts'
import { impliedApi } from './implied-api.ts'
import { isOwn, type Owner } from './removed-entries.ts'

export interface WantedApisOptions {
  readonly stored: readonly ApiEntry[]
  readonly issuer: string
  readonly features: { readonly identityScopes: Scope }
  /** Clients of other files: the API that clients imply is one for all. */
  readonly others?: readonly Pick<ClientConfig, 'scope'>[]
}

/** Returns the file's own APIs; if it has none, and the database has none from another file, the one that its clients imply. */
export function wantedApis(
  { apis, clients = [] }: Pick<FileConfig, 'apis' | 'clients'>,
  { stored, issuer, features, others = [] }: WantedApisOptions,
): readonly ApiConfig[] {
  const further = stored.filter(({ source, api }) => source === 'file' && api.identifier !== issuer)
  if (apis === undefined ? further.length > 0 : apis.length > 0) return apis ?? []
  const implied =
    clients.length === 0 ? undefined : impliedApi(clients, { issuer, identityScopes: features.identityScopes }, others)
  return implied === undefined ? [] : [implied]
}

/** Lists the active clients of other files. */
export function otherClients(stored: readonly ClientEntry[], owner: Owner): readonly Pick<ClientConfig, 'scope'>[] {
  return stored
    .filter((one) => one.source === 'file' && one.digest !== undefined && one.file !== undefined && !isOwn(one, owner))
    .map(({ registration: { scope } }) => (scope === undefined ? {} : { scope }))
}
