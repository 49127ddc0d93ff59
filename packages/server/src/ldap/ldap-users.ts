import type { Entry, Filter } from 'ldapts'
import { createFairTurns } from '../accounts/passwords/fair-turns.ts'
import { HasherBusy } from '../accounts/ports.ts'
import type { DirectoryUser, OwnUsers } from '../accounts/user-directory.ts'
import type { LdapConfig } from '../config/ldap.ts'
import { byId, byMember, byUsername, isBinaryId } from './filters.ts'
import { type LdapConnection, type LdapPlace, tryPassword, withConnection } from './ldap-connection.ts'
import { refusalReason } from './refusal-reason.ts'

interface LdapUser extends DirectoryUser {
  readonly dn: string
}

const mostGroups = 200

/** The result of a bind with a wrong password (RFC 4511 §4.1.9). */
const invalidCredentials = 49

/** Connections at once: a slow directory keeps no more of them. */
const limits = { atOnce: 8, mostWaiting: 200 } as const

export interface LdapOptions extends Pick<LdapPlace, 'secureContext'> {
  /** Takes a line for the operator: users read only that they cannot log in. */
  readonly note: (line: string) => void
}

/** Lets the users of an LDAP directory log in: each is found by a search, and their password checked by a bind. */
export function createLdapUsers(config: LdapConfig, { secureContext, note }: LdapOptions): OwnUsers<LdapUser> {
  const place = { ...config, secureContext }
  const turns = createFairTurns({
    ...limits,
    longestWaitMs: config.timeout * 1000,
    refusal: (seconds) => new HasherBusy('too many logins wait for the LDAP directory', seconds),
    random: Math.random,
  })
  const [finding, verifying] = [turns.openRoom(), turns.openRoom()]
  const nobody = `cn=nobody,${config.searchBase}`
  return {
    async find(by) {
      const filter = 'username' in by ? byUsername(config, by.username) : await byId(config, by.id)
      if (filter === undefined) return undefined
      return finding(['', ''], () => withConnection(place, (connection) => findUser(connection, filter, config)))
    },
    async verify(user, password) {
      // An entry that does not exist takes a bind as well.
      const verdict = await verifying(['', ''], () => tryPassword(place, user?.dn ?? nobody, password))
      if (!verdict.accepted && verdict.reason !== undefined && user !== undefined)
        note(`the LDAP directory refused a login of the user ${user.id}: ${verdict.reason}`)
      return verdict.accepted
    },
  }
}

/** Binds as the configuration says. @throws Error that names the option if the directory refuses it */
export async function bindAsService(
  connection: LdapConnection,
  { bindDn, bindPassword }: Pick<LdapConfig, 'bindDn' | 'bindPassword'>,
): Promise<void> {
  if (bindDn === undefined || bindPassword === undefined) return
  try {
    await connection.bind(bindDn, bindPassword)
  } catch (cause) {
    if (!hasCode(cause, invalidCredentials)) throw cause
    const reason = refusalReason(String(cause)) ?? 'the name or the password is wrong'
    throw new Error(`the directory refuses ldap.bindDn and ldap.bindPassword: ${reason}`, { cause })
  }
}

async function findUser(
  connection: LdapConnection,
  filter: string | Filter,
  config: LdapConfig,
): Promise<LdapUser | undefined> {
  const { searchBase, id, username, passwordChanged, claims, disabled } = config
  await bindAsService(connection, config)
  const search = async (
    base: string,
    wanted: string | Filter,
    attributes: readonly string[],
    most: number,
    scope = 'sub',
  ) => {
    const { searchEntries } = await connection.search(base, {
      filter: wanted,
      scope: scope === 'base' ? 'base' : 'sub',
      sizeLimit: most,
      timeLimit: config.timeout,
      derefAliases: 'never',
      attributes: [...attributes],
      explicitBufferAttributes: attributes.filter(isBinaryId),
    })
    return searchEntries
  }
  const extra = passwordChanged === undefined ? [] : [passwordChanged]
  const wanted = [...new Set([id, username, ...extra, ...Object.values(claims)])]
  const found = await search(searchBase, filter, wanted, 2).catch(noneIfMany)
  const [entry] = found
  // Two entries with one username: nobody knows which of them is meant.
  if (entry === undefined || found.length > 1) return undefined
  const [sub, name] = [firstOf(entry, id), firstOf(entry, username)]
  if (sub === undefined || name === undefined)
    throw new Error(`the LDAP entry ${entry.dn} has no ${sub === undefined ? id : username}`)
  const isDisabled =
    disabled !== undefined && (await search(entry.dn, disabled, ['1.1'], 1, 'base').catch(noneIfGone)).length > 0
  const values = Object.entries(claims).flatMap(([claim, attribute]) => {
    const value = firstOf(entry, attribute)
    return value === undefined ? [] : [[claim, value] as const]
  })
  const version = passwordChanged === undefined ? undefined : firstOf(entry, passwordChanged)
  return {
    dn: entry.dn,
    id: sub,
    username: name,
    disabled: isDisabled,
    ...(version === undefined ? {} : { credentialsVersion: version }),
    claims: { ...Object.fromEntries(values), ...(await groupsOf(entry.dn, config, search)) },
  }
}

type Search = (
  base: string,
  filter: string | Filter,
  attributes: readonly string[],
  most: number,
) => Promise<readonly Entry[]>

async function groupsOf(dn: string, { groups }: LdapConfig, search: Search): Promise<Record<string, unknown>> {
  if (groups === undefined) return {}
  const filter = byMember(groups.filter, dn)
  const entries = await search(groups.searchBase, filter, [groups.attribute], mostGroups)
  return { [groups.claim]: entries.flatMap((entry) => firstOf(entry, groups.attribute) ?? []).sort() }
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** More entries match than were asked for. */
function noneIfMany(error: unknown): readonly Entry[] {
  if (hasCode(error, 4)) return []
  throw error
}

/** The entry was removed meanwhile. */
function noneIfGone(error: unknown): readonly Entry[] {
  if (hasCode(error, 32)) return []
  throw error
}

/** The first value of an attribute, whatever its case in the response. */
function firstOf(entry: Entry, attribute: string): string | undefined {
  const [, value] = Object.entries(entry).find(([name]) => name.toLowerCase() === attribute.toLowerCase()) ?? []
  const first = Array.isArray(value) ? value[0] : value
  if (first === undefined) return undefined
  const text = typeof first === 'string' ? first : first.toString('hex')
  return text === '' ? undefined : text
}
