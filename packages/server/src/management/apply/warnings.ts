import { isSameResource, redirectUriWarning, type Scope } from '@valetkey/protocol'
import type { PasswordRule } from '../../accounts/passwords/rule.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import { nearest } from '../../config/config-error.ts'
import type { AccountConfig, FileConfig } from '../../config/schema.ts'
import type { Api } from '../../oauth/api.ts'
import type { ClientRegistration } from '../../oauth/client.ts'
import { isOfServer } from '../../oauth/identity-scopes.ts'
import { formatFault } from '../management-error.ts'
import type { AccountEntry, ApiEntry } from '../ports.ts'
import { isOwn, type Owner } from './removed-entries.ts'
import { guessableClientSecrets, secretFaults } from './secret-faults.ts'
import { wantedApis } from './wanted-apis.ts'
import type { Warning } from './warning.ts'

export interface WarningOptions extends Owner {
  readonly issuer: string
  /** What new passwords must be. */
  readonly passwords?: PasswordRule | undefined
  readonly features: { readonly identityScopes: Scope }
  /** The database; left out if there is none yet. */
  readonly store?: {
    listApis(): Promise<readonly ApiEntry[]>
    findAccount(normalizedUsername: string): Promise<AccountEntry | undefined>
  }
}

type Entries = Pick<FileConfig, 'apis' | 'clients' | 'accounts'>

/** Lists probable mistakes of a file, such as scopes that no API defines and accounts without a password. */
export async function findWarnings(
  file: Entries,
  { issuer, passwords, features, store, ...owner }: WarningOptions,
): Promise<readonly Warning[]> {
  const stored = (await store?.listApis()) ?? []
  const kept = stored.filter((one) => file.apis === undefined || !isOwn(one, owner)).map((one) => one.api)
  const wanted = wantedApis(file, { stored, issuer, features })
  // An implied API defines whatever its clients name: also a name with a comma in it, which is probably a mistake.
  const certain = file.apis?.length ? wanted : wanted.map(withoutCommas)
  const withoutPassword: AccountConfig[] = []
  for (const account of file.accounts ?? []) {
    if (account.disabled || (account.password ?? account.password_hash) !== undefined) continue
    const known = await store?.findAccount(normalizeUsername(account.username))
    if (known?.passwordHash === undefined) withoutPassword.push(account)
  }
  return [
    ...secretFaults(file, { issuer, passwords })
      .filter((fault) => !fault.isRefused)
      .map(({ where, what, fix }) => ({ where, what, fix })),
    ...guessableClientSecrets(file, issuer),
    ...(file.clients ?? []).flatMap((client) => [
      ...scopeWarnings(client, { apis: [...certain, ...kept], identityScopes: features.identityScopes }),
      ...redirectWarnings(client),
    ]),
    ...withoutPassword.map(({ username }) => ({
      where: `account ${username}`,
      what: 'has no password: nobody can log in with it',
      fix: `valetkey account set-password ${username} gives it one`,
    })),
  ]
}

/** Lists the redirect URIs of a client that are allowed but unwise. */
export function redirectWarnings({
  client_id,
  redirect_uris = [],
}: Pick<ClientRegistration, 'client_id' | 'redirect_uris'>): readonly Warning[] {
  return redirect_uris.flatMap((uri) => {
    const warning = redirectUriWarning(uri)
    if (warning === undefined) return []
    return [{ ...warning, where: `client ${client_id}`, what: `redirect_uris: ${uri} ${warning.what}` }]
  })
}

function withoutCommas({ identifier, scopes }: Defining): Defining {
  return { identifier, scopes: scopes.filter(({ name }) => !name.includes(',')) }
}

type RequestedScope = Pick<ClientRegistration, 'client_id' | 'scope' | 'apis'>
type Defining = Pick<Api, 'identifier' | 'scopes'>

/** Lists scopes that a client may request and never gets, since no API defines them. */
export function scopeWarnings(
  { client_id, scope, apis: chosen }: RequestedScope,
  { apis, identityScopes }: { readonly apis: readonly Defining[]; readonly identityScopes: Scope },
): readonly Warning[] {
  const requests =
    chosen === undefined
      ? [{ scope, at: apis, missing: 'no API defines' }]
      : chosen.map(({ identifier, scope: names }) => ({
          scope: names,
          at: apis.filter((api) => isSameResource(api.identifier, identifier)),
          missing: `${identifier} does not define`,
        }))
  return requests.flatMap(({ scope: names = '', at, missing }) => {
    const defined = at.flatMap((api) => api.scopes.map((one) => one.name))
    return names
      .split(' ')
      .filter((name) => name !== '' && !isOfServer(name, identityScopes) && !defined.includes(name))
      .map((name) => ({ where: `client ${client_id}`, ...warningOf(name, defined, missing) }))
  })
}

function warningOf(name: string, defined: readonly string[], missing: string): Omit<Warning, 'where'> {
  if (name.includes(','))
    return {
      what: `scope: ${name} is one name`,
      fix: `write spaces between names: ${name.replaceAll(',', ' ').trim()}`,
    }
  const near = nearest(name, defined)
  const fix = near === undefined ? 'add it to an API, or remove it from the client' : `did you mean ${near}?`
  return { what: `${missing} ${name}`, fix }
}

/** Formats warnings as notes of one line each; of many, only the first are written. */
export function toNotes(warnings: readonly Warning[]): readonly string[] {
  const shown = warnings.slice(0, mostShown).map(formatFault)
  const more = warnings.length - shown.length
  return more === 0 ? shown : [...shown, `${more} more like these; valetkey doctor lists them all`]
}

const mostShown = 20
