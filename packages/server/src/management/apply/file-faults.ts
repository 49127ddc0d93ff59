import { isSameResource, normalizeResource } from '@valetkey/protocol'
import type { PasswordRule } from '../../accounts/passwords/rule.ts'
import { normalizeUsername, usernameFault } from '../../accounts/username.ts'
import type { AccountConfig, ApiConfig, ClientConfig } from '../../config/schema.ts'
import type { Features } from '../../oauth/features.ts'
import { registrationFaults, toSentence } from '../client-registration.ts'
import { ManagementError } from '../management-error.ts'
import type { Kind, OriginOf } from '../ports.ts'
import { secretFaults } from './secret-faults.ts'

/** The entries of a file. */
export interface Wanted {
  readonly apis: readonly ApiConfig[]
  readonly clients: readonly ClientConfig[]
  readonly accounts: readonly AccountConfig[]
}

/** What entries of the file may refer to. */
export interface Known {
  readonly features: Features
  readonly issuer: string
  readonly passwords?: PasswordRule | undefined
  readonly apis: readonly string[]
  /** APIs that the file does not remove: of a command, or of another file. */
  readonly otherApis: readonly string[]
  readonly clients: readonly string[]
}

/** One thing that is wrong, and its place in the file. */
export interface FileFault {
  readonly path: readonly PropertyKey[]
  readonly words: string
}

/** Finds the file and line of a place, such as `clients.yaml:7`; undefined if it is in no file. */
export type Where = (path: readonly PropertyKey[]) => string | undefined

/** Refuses a file that has faults. @throws ManagementError with all of them */
export function refuse(faults: readonly FileFault[], where: Where): void {
  if (faults.length === 0) return
  throw new ManagementError(
    'invalid',
    faults.map(({ path, words }) => ({ where: where(path), option: path.map(String), what: words })),
  )
}

/** Lists what is wrong with the entries of a file. */
export function findFaults({ apis, clients, accounts }: Wanted, known: Known): readonly FileFault[] {
  const [knownApis, knownClients] = [
    new Set(known.apis.map((one) => normalizeResource(one) ?? one)),
    new Set(known.clients),
  ]
  return [
    ...sameApis(
      apis.map((api) => api.identifier),
      known.otherApis,
    ),
    ...repeated('clients', clients, (client) => client.client_id),
    ...repeated('accounts', accounts, (account) => normalizeUsername(account.username)),
    ...clients.flatMap((client, at) => {
      const path = ['clients', at]
      const missing = (client.apis ?? []).filter(
        (one) => !knownApis.has(normalizeResource(one.identifier) ?? one.identifier),
      )
      return [
        ...registrationFaults(client, known.features).map((fault) => ({
          path: [...path, ...fault.option],
          words: `clients: ${client.client_id}: ${toSentence(fault)}`,
        })),
        ...missing.map((one) => ({
          path: [...path, 'apis'],
          words: `clients: ${client.client_id}: apis: there is no API ${one.identifier}: add it to apis`,
        })),
      ]
    }),
    ...apis.flatMap((api, at) =>
      api.introspectedBy
        .filter((id) => !knownClients.has(id))
        .map((id) => ({
          path: ['apis', at, 'introspectedBy'],
          words: `apis: ${api.identifier}: introspectedBy: there is no client ${id}: add it to clients`,
        })),
    ),
    ...accounts.flatMap(({ username }, at) => {
      const fault = usernameFault(username)
      return fault === undefined
        ? []
        : [{ path: ['accounts', at, 'username'], words: `accounts: ${username}: username ${fault}` }]
    }),
    ...secretFaults({ clients, accounts }, known)
      .filter((fault) => fault.isRefused)
      .map(({ path, where, what, fix }) => ({ path, words: `${where}: ${what}; ${fix}` })),
  ]
}

/** Two spellings of one identifier would be two APIs here and one to every API that checks the audience of a token. */
function sameApis(identifiers: readonly string[], otherApis: readonly string[]): readonly FileFault[] {
  return identifiers.flatMap((one, at) => {
    const [path, earlier] = [['apis', at], identifiers.slice(0, at)]
    if (earlier.includes(one)) return [{ path, words: `apis: ${one} is in the file twice: remove one of them` }]
    const others = [...earlier, ...otherApis.filter((other) => other !== one)]
    const first = others.find((other) => isSameResource(other, one))
    if (first === undefined) return []
    const difference = 'they differ only by a trailing slash, a default port or the case of scheme and host'
    return [
      { path, words: `apis: ${one} and ${first} are the same API (RFC 8707 §2): ${difference}; remove one of them` },
    ]
  })
}

function repeated<T>(key: string, entries: readonly T[], idOf: (entry: T) => string): readonly FileFault[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, at) => {
    const id = idOf(entry)
    const isRepeated = seen.has(id)
    seen.add(id)
    return isRepeated ? [{ path: [key, at], words: `${key}: ${id} is in the file twice: remove one of them` }] : []
  })
}

/** Says why an entry is not this file's to change; undefined if it is. */
export function ownerFault(
  { kind, id, path }: { readonly kind: Kind; readonly id: string; readonly path: readonly PropertyKey[] },
  stored: OriginOf | undefined,
  file: string,
): FileFault | undefined {
  const owner = stored?.source === 'file' && stored.digest !== undefined ? stored.file : undefined
  if (owner === undefined || owner === file) return undefined
  return {
    path,
    words: `${kind} ${id} is an entry of the file ${owner}, and this one is ${file}: remove it from one of them, or move it here with --adopt; if this is the same file under another name, write source: ${owner} in it`,
  }
}

/**
 * Refuses a further file that names none of the entries remembered under its name: it is probably another file of the same
 * name, whose entries would all be removed. An empty list says clearly that they should be.
 */
export function namesakeFaults(
  { named, remembered }: { readonly named: ReadonlySet<string>; readonly remembered: readonly string[] },
  key: 'apis' | 'clients' | 'accounts',
  file: string,
): readonly FileFault[] {
  if (named.size === 0 || remembered.length === 0 || remembered.some((id) => named.has(id))) return []
  const words = `${key}: none of the ${remembered.length} entries that came from a file called ${file} is in this one, so all would be removed: if this is another file, write source: NAME in it; if they are to go, repeat the command with --remove`
  return [{ path: [key], words }]
}

/** Refuses a file that names entries of the server's own configuration. @throws ManagementError naming both */
export function refuseShared(file: Named, other: Named): void {
  const keys = ['apis', 'clients', 'accounts'] as const
  const idsOf = (named: Named, key: (typeof keys)[number]) =>
    (named[key] ?? []).map((one) =>
      'client_id' in one ? one.client_id : 'username' in one ? normalizeUsername(one.username) : one.identifier,
    )
  const faults = keys.flatMap((key) => {
    const theirs = new Set(idsOf(other, key))
    return idsOf(file, key).flatMap((id, at) => {
      const words = `${key}: ${id} is in ${other.source}, too: remove it from one of them`
      return theirs.has(id) ? [{ path: [key, at], words }] : []
    })
  })
  refuse(faults, file.where)
}

/** A file's entries and its name. */
interface Named {
  readonly source: string
  readonly where: Where
  readonly apis?: readonly ApiConfig[] | undefined
  readonly clients?: readonly ClientConfig[] | undefined
  readonly accounts?: readonly AccountConfig[] | undefined
}
