import { userInfo } from 'node:os'

/** A PostgreSQL URL as the driver gets it, with the defaults that libpq would take from the environment. */
export interface PostgresUrl {
  readonly connectionString: string
  readonly prepared: boolean
}

/** Neither the URL nor the system names a user. */
export class NoUser extends Error {
  override readonly name = 'NoUser'
}

/**
 * Removes our own `prepared` from a URL and adds a user if it has none: PGUSER, else the user of this process, like
 * libpq. The driver would use the variable USER, which for a service or a command under `setpriv` is another user's.
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
  // As a parameter, since a URL without a host cannot contain a user.
  if (namedUser(parsed) === '') parsed.searchParams.set('user', user)
  return { connectionString: parsed.toString(), prepared }
}

/** Returns the user that a URL connects as; undefined if neither the URL, PGUSER nor the system names one. */
export function userOf(url: string): string | undefined {
  return namedUser(new URL(url)) || process.env.PGUSER || systemUser()
}

export function namesUser(url: string): boolean {
  return namedUser(new URL(url)) !== ''
}

/** Returns the database of a URL: by default the user's name. */
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

/** A container may run as a user ID without a name in /etc/passwd. */
function systemUser(): string | undefined {
  try {
    return userInfo().username || undefined
  } catch {
    return undefined
  }
}
