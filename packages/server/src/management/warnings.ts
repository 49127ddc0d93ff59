import { isSameResource, redirectUriWarning } from '@valetkey/protocol'
import { normalizeUsername } from '../accounts/username.ts'
import { nearest } from '../config/config-error.ts'
import type { AccountConfig, FileConfig } from '../config/schema.ts'
import type { Api } from '../oauth/api.ts'
import type { ClientRegistration } from '../oauth/client.ts'
import { isOwn, type Owner } from './leaving.ts'
import type { AccountEntry, ApiEntry } from './ports.ts'
import { guessableClientSecrets, secretFaults } from './secret-faults.ts'
import { wantedApis } from './wanted-apis.ts'

/** Something that is taken as it is said, and hardly meant. */
export interface Doubt {
  readonly where: string
  readonly what: string
  readonly fix: string
}

/** What doubting looks at beside the file. */
export interface DoubtOptions extends Owner {
  readonly issuer: string
  /** The database; left out where there is none yet. */
  readonly store?: {
    listApis(): Promise<readonly ApiEntry[]>
    findAccount(normalizedUsername: string): Promise<AccountEntry | undefined>
  }
}

type Entries = Pick<FileConfig, 'apis' | 'clients' | 'accounts'>

/** Lists what of a file is hardly meant: scopes that no API defines, and people with whose name nobody can log in. */
export async function findDoubts(file: Entries, { issuer, store, ...owner }: DoubtOptions): Promise<readonly Doubt[]> {
  const stored = (await store?.listApis()) ?? []
  const kept = stored.filter((one) => file.apis === undefined || !isOwn(one, owner)).map((one) => one.api)
  const wanted = wantedApis(file, { stored, issuer })
  // An implied API defines whatever its clients name: one name with a comma in it too, which hardly is one.
  const certain = file.apis?.length ? wanted : wanted.map(withoutCommas)
  const withoutPassword: AccountConfig[] = []
  for (const account of file.accounts ?? []) {
    if (account.disabled || (account.password ?? account.password_hash) !== undefined) continue
    const known = await store?.findAccount(normalizeUsername(account.username))
    if (known?.passwordHash === undefined) withoutPassword.push(account)
  }
  return [
    ...secretFaults(file, issuer)
      .filter((fault) => !fault.isRefused)
      .map(({ where, what, fix }) => ({ where, what, fix })),
    ...guessableClientSecrets(file, issuer),
    ...(file.clients ?? []).flatMap((client) => [
      ...scopeDoubts(client, [...certain, ...kept]),
      ...redirectDoubts(client),
    ]),
    ...withoutPassword.map(({ username }) => ({
      where: `account ${username}`,
      what: 'has no password: nobody can log in with it',
      fix: `valetkey account set-password ${username} gives it one`,
    })),
  ]
}

/** Lists the redirects of a client that may be registered and are unwise. */
export function redirectDoubts({
  client_id,
  redirect_uris = [],
}: Pick<ClientRegistration, 'client_id' | 'redirect_uris'>): readonly Doubt[] {
  return redirect_uris.flatMap((uri) => {
    const warning = redirectUriWarning(uri)
    if (warning === undefined) return []
    return [{ where: `client ${client_id}`, what: `redirect_uris: ${uri} ${warning.what}`, fix: warning.fix }]
  })
}

function withoutCommas({ identifier, scopes }: Defining): Defining {
  return { identifier, scopes: scopes.filter(({ name }) => !name.includes(',')) }
}

type Wish = Pick<ClientRegistration, 'client_id' | 'scope' | 'apis'>
type Defining = Pick<Api, 'identifier' | 'scopes'>

/** Lists the names that a client may ask for and will never get, since no API defines them. */
export function scopeDoubts({ client_id, scope, apis: chosen }: Wish, apis: readonly Defining[]): readonly Doubt[] {
  const wishes =
    chosen === undefined
      ? [{ scope, at: apis, missing: 'no API defines' }]
      : chosen.map(({ identifier, scope: names }) => ({
          scope: names,
          at: apis.filter((api) => isSameResource(api.identifier, identifier)),
          missing: `${identifier} does not define`,
        }))
  return wishes.flatMap(({ scope: names = '', at, missing }) => {
    const defined = at.flatMap((api) => api.scopes.map((one) => one.name))
    return names
      .split(' ')
      .filter((name) => name !== '' && name !== 'offline_access' && !defined.includes(name))
      .map((name) => ({ where: `client ${client_id}`, ...doubtOf(name, defined, missing) }))
  })
}

function doubtOf(name: string, defined: readonly string[], missing: string): Omit<Doubt, 'where'> {
  if (name.includes(','))
    return {
      what: `scope: ${name} is one name`,
      fix: `write spaces between names: ${name.replaceAll(',', ' ').trim()}`,
    }
  const near = nearest(name, defined)
  const fix = near === undefined ? 'add it to an API, or take it out of the client' : `did you mean ${near}?`
  return { what: `${missing} ${name}`, fix }
}

/** Writes doubts as notes, a line each, the first of many. */
export function toNotes(doubts: readonly Doubt[]): readonly string[] {
  const told = doubts.slice(0, mostTold).map(({ where, what, fix }) => `${where}: ${what}; ${fix}`)
  const more = doubts.length - told.length
  return more === 0 ? told : [...told, `${more} more like these; valetkey doctor lists them all`]
}

const mostTold = 20
