import { userInfo } from 'node:os'

/** The URL of a PostgreSQL database as the driver gets it, and what libpq would take from the environment. */
export interface PostgresUrl {
  readonly connectionString: string
  readonly prepared: boolean
}

/** Says that neither the URL nor the system names a user. */
export class NoUser extends Error {
  override readonly name = 'NoUser'
}

/**
 * Takes our own `prepared` out of a URL and adds the user where it names none: PGUSER, else the user of this process, as
 * libpq does. The driver asks the variable USER instead, which a service or a command under `setpriv` has from another.
 * @throws NoUser
 */
export function readPostgresUrl(url: string): PostgresUrl {
  const parsed = new URL(url)
  const prepared = parsed.searchParams.get('prepared') !== 'false'
  parsed.searchParams.delete('prepared')
  const user = userOf(url)
  if (user === undefined)
    throw new NoUser(
      'its URL names no user, and the system has no name for the user of this process; write postgres://USER@HOST/NAME',
    )
  // A parameter, since a URL without a host has no place for a user.
  if (namedUser(parsed) === '') parsed.searchParams.set('user', user)
  return { connectionString: parsed.toString(), prepared }
}

/** Returns the user that a URL connects as; undefined where neither it, nor PGUSER, nor the system names one. */
export function userOf(url: string): string | undefined {
  return namedUser(new URL(url)) || process.env.PGUSER || systemUser()
}

/** Whether a URL itself names a user. */
export function namesUser(url: string): boolean {
  return namedUser(new URL(url)) !== ''
}

/** Returns the database that a URL leads to: without a name it is called as the user. */
export function databaseOf(url: string): string | undefined {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || process.env.PGDATABASE || userOf(url)
}

/** Returns host and port, or the folder of the socket, which a URL may name as its host or in a parameter. */
export function hostOf(url: string): string {
  const parsed = new URL(url)
  const named = parsed.searchParams.get('host') || decodeURIComponent(parsed.hostname)
  const port = parsed.searchParams.get('port') || parsed.port
  return `${named || process.env.PGHOST || 'localhost'}${port === '' ? '' : `:${port}`}`
}

const namedUser = (parsed: URL) => parsed.searchParams.get('user') || decodeURIComponent(parsed.username)

/** A container may run under a number that /etc/passwd has no name for. */
function systemUser(): string | undefined {
  try {
    return userInfo().username || undefined
  } catch {
    return undefined
  }
}
