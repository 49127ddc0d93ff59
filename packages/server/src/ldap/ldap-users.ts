import type { Client, Entry } from 'ldapts'
import { createFairTurns } from '../accounts/passwords/fair-turns.ts'
import { HasherBusy } from '../accounts/ports.ts'
import type { DirectoryUser, OwnUsers } from '../accounts/user-directory.ts'
import type { LdapConfig } from '../config/ldap.ts'
import { isAccepted, withConnection } from './ldap-connection.ts'

interface LdapUser extends DirectoryUser {
  readonly dn: string
}

const mostGroups = 200

/** Connections at once: a slow directory keeps no more of them. */
const limits = { atOnce: 8, mostWaiting: 200 } as const

/** Lets the users of an LDAP directory log in: each is found by a search, and their password checked by a bind. */
export function createLdapUsers(config: LdapConfig): OwnUsers<LdapUser> {
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
      const filter = 'username' in by ? byUsername(config, by.username) : byId(config, by.id)
      if (filter === undefined) return undefined
      return finding(['', ''], () => withConnection(config, (client) => findUser(client, filter, config)))
    },
    // An entry that does not exist takes a bind as well.
    verify: (user, password) => verifying(['', ''], () => isAccepted(config, user?.dn ?? nobody, password)),
  }
}

/** Escapes a value of a filter (RFC 4515 §3). */
export function escapeFilter(value: string): string {
  return Array.from(Buffer.from(value, 'utf8'), (byte) => {
    const one = String.fromCharCode(byte)
    return /[A-Za-z0-9@._-]/.test(one) ? one : `\\${byte.toString(16).padStart(2, '0')}`
  }).join('')
}

function byUsername({ filter }: LdapConfig, username: string): string | undefined {
  return username === '' ? undefined : filter.replaceAll('{username}', escapeFilter(username))
}

/** The same entries that may log in, by their id. */
function byId({ filter, id: attribute }: LdapConfig, id: string): string | undefined {
  const isBinary = isBinaryId(attribute)
  if (isBinary && !/^(?:[0-9a-f]{2}){1,64}$/.test(id)) return undefined
  const value = isBinary ? id.replaceAll(/../g, (pair) => `\\${pair}`) : escapeFilter(id)
  return `(&${filter.replaceAll('{username}', '*')}(${attribute}=${value}))`
}

function isBinaryId(attribute: string): boolean {
  return attribute.toLowerCase() === 'objectguid'
}

async function findUser(client: Client, filter: string, config: LdapConfig): Promise<LdapUser | undefined> {
  const { bindDn, bindPassword, searchBase, id, username, passwordChanged, claims, disabled } = config
  if (bindDn !== undefined && bindPassword !== undefined) await client.bind(bindDn, bindPassword)
  const search = async (base: string, wanted: string, attributes: readonly string[], most: number, scope = 'sub') => {
    const { searchEntries } = await client.search(base, {
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

type Search = (base: string, filter: string, attributes: readonly string[], most: number) => Promise<readonly Entry[]>

async function groupsOf(dn: string, { groups }: LdapConfig, search: Search): Promise<Record<string, unknown>> {
  if (groups === undefined) return {}
  const filter = groups.filter.replaceAll('{dn}', escapeFilter(dn))
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
