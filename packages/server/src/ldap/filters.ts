import type { Filter } from 'ldapts'
import type { LdapConfig } from '../config/ldap.ts'

const special = '*()\\\0'

/**
 * Escapes a value of a filter (RFC 4515 §3). Only what has a meaning is escaped: the library reads each escaped byte as a
 * character, so that an escaped é would become two.
 */
export function escapeFilter(value: string): string {
  return Array.from(value, (one) =>
    special.includes(one) ? `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}` : one,
  ).join('')
}

/** Finds a user by the name that they typed; undefined if no entry can have it. */
export function byUsername({ filter }: Pick<LdapConfig, 'filter'>, username: string): string | undefined {
  return username === '' ? undefined : filter.replaceAll('{username}', () => escapeFilter(username))
}

/** Finds the user with an id among those who may log in; undefined if no entry can have it. */
export async function byId(
  { filter, id: attribute }: Pick<LdapConfig, 'filter' | 'id'>,
  id: string,
): Promise<Filter | undefined> {
  const isBinary = isBinaryId(attribute)
  if (isBinary && !/^(?:[0-9a-f]{2}){1,64}$/.test(id)) return undefined
  const { AndFilter, EqualityFilter, FilterParser } = await import('ldapts')
  const mayLogIn = FilterParser.parseString(filter.replaceAll('{username}', '*'))
  const value = isBinary ? Buffer.from(id, 'hex') : id
  return new AndFilter({ filters: [mayLogIn, new EqualityFilter({ attribute, value })] })
}

/** Finds the groups of an entry. */
export function byMember(filter: string, dn: string): string {
  return filter.replaceAll('{dn}', () => escapeFilter(dn))
}

/** Whether the value of an attribute is bytes, which are written as hexadecimal digits. */
export function isBinaryId(attribute: string): boolean {
  return attribute.toLowerCase() === 'objectguid'
}
