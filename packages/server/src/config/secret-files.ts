import path from 'node:path'
import { ConfigError } from './config-error.ts'
import { readSecretFile } from './overrides.ts'
import type { FileConfig } from './schema.ts'

/** The minimum that the schema sets for `secret`. */
const fewestCharacters = 16

/** Returns the place of a member, such as `valetkey.yaml:7`. */
type PlaceOf = (at: readonly PropertyKey[]) => string

/**
 * Reads the secrets of entries from the files that they name, relative to the folder of the configuration, so that an
 * entry is the same wherever its secret comes from.
 * @throws ConfigError with a line for each file that cannot be read, or that is named along with the secret itself
 */
export function readSecretFiles(config: FileConfig, folder: string, placeOf: PlaceOf): FileConfig {
  const faults: string[] = []

  function resolve<T extends object>(entry: T, at: readonly PropertyKey[], member: string, hash: string): T {
    const { [`${member}_file`]: file, ...rest } = entry as Record<string, unknown>
    const given = [member, `${member}_file`, hash].filter((name) => name in entry)
    const place = `${placeOf([...at, given.at(-1) ?? member])}: ${String(at[0])}[${String(at[1])}]`
    if (given.length > 1) faults.push(`${place} has ${given.join(' and ')}: keep one of them`)
    if (typeof file !== 'string') return entry
    try {
      const secret = readSecretFile(path.resolve(folder, file), `${place}.${member}_file`)
      if (secret === '') faults.push(`${place}.${member}_file: ${file} is empty`)
      return { ...rest, [member]: secret } as T // the schema knows the member
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      faults.push(error.message)
      return entry
    }
  }

  const secret = readServerSecret(config, folder, (words) => faults.push(`${placeOf(['secret_file'])}: ${words}`))
  const clients = config.clients?.map((one, at) => resolve(one, ['clients', at], 'client_secret', 'client_secret_hash'))
  const accounts = config.accounts?.map((one, at) => resolve(one, ['accounts', at], 'password', 'password_hash'))
  const upstream = config.upstream?.map((one, at) =>
    resolve(one, ['upstream', at], 'client_secret', 'client_secret_hash'),
  )
  const ldap = readLdapPassword(config, folder, placeOf, (words) => faults.push(words))
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return { ...config, secret, clients, accounts, upstream, ldap }
}

/** The environment overrides the file. */
function readServerSecret(
  { secret, secret_file: file }: FileConfig,
  folder: string,
  fault: (words: string) => void,
): string | undefined {
  if (file === undefined || secret !== undefined) return secret
  const place = 'secret_file'
  try {
    const text = readSecretFile(path.resolve(folder, file), place)
    if (text.length < fewestCharacters) fault(`${place}: ${file} must hold ${fewestCharacters} characters or more`)
    return text
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    fault(error.message)
    return undefined
  }
}

/** Reads the password of `ldap`, and refuses a place where it would cross the network as it is. */
function readLdapPassword(
  { ldap }: FileConfig,
  folder: string,
  placeOf: PlaceOf,
  fault: (words: string) => void,
): FileConfig['ldap'] {
  if (ldap === undefined) return undefined
  const { url, startTls, dangerouslyAllowPlain, bindPassword, bindPassword_file: file, ...rest } = ldap
  const isLocal = /^ldap:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/.test(url)
  if (url.startsWith('ldaps:') && startTls)
    fault(`${placeOf(['ldap', 'startTls'])}: ldap.startTls is for ldap://: leave it out`)
  if (url.startsWith('ldap:') && !startTls && !isLocal && !dangerouslyAllowPlain)
    fault(
      `${placeOf(['ldap', 'url'])}: ldap.url must be ldaps://, or have startTls: true: passwords would cross the network as they are`,
    )
  if (bindPassword !== undefined && file !== undefined)
    fault(`${placeOf(['ldap', 'bindPassword_file'])}: ldap has bindPassword and bindPassword_file: keep one of them`)
  if ((bindPassword ?? file) === undefined && rest.bindDn !== undefined)
    fault(
      `${placeOf(['ldap', 'bindDn'])}: ldap.bindDn needs ldap.bindPassword_file or ldap.bindPassword; leave bindDn out to search anonymously`,
    )
  if ((bindPassword ?? file) !== undefined && rest.bindDn === undefined)
    fault(`${placeOf(['ldap'])}: ldap has a password without bindDn: add the name that it belongs to`)
  const shared = { ...rest, url, startTls, dangerouslyAllowPlain }
  if (file === undefined) return { ...shared, ...(bindPassword === undefined ? {} : { bindPassword }) }
  try {
    return {
      ...shared,
      bindPassword: readSecretFile(path.resolve(folder, file), `${placeOf(['ldap'])}: ldap.bindPassword_file`),
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    fault(error.message)
    return ldap
  }
}
