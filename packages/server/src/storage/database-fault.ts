import { databaseOf, hostOf, namesUser, userOf } from './postgres-url.ts'

/** Turns an engine's error into a sentence with the cause and the fix. */
export function describeDatabaseFault(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const sqlite = describeSqlite(message)
  if (url.startsWith('sqlite:')) return sqlite ?? message
  for (const one of chain(error)) {
    const sentence = 'code' in one && typeof one.code === 'string' ? sentences[one.code]?.(url, one) : undefined
    if (sentence !== undefined) return sentence
  }
  const said = [...chain(error)].at(-1)?.message ?? message
  return messages.find(([pattern]) => pattern.test(message))?.[1](url, said) ?? message
}

/** Short descriptions by Node error code or PostgreSQL SQLSTATE. */
const shortNames: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name cannot be looked up',
  ENOENT: 'its socket does not exist',
  EHOSTUNREACH: 'its host cannot be reached',
  ETIMEDOUT: 'no answer',
  '28P01': 'the user or the password was refused',
  '28000': 'the user or the password was refused',
  '3D000': 'the database does not exist',
  '53300': 'no connection left',
  '57P01': 'it is shutting down',
  '57P03': 'it is still starting',
}

/**
 * Describes the cause of a connection failure in a few words, without names of hosts, users and databases, for probes
 * that anyone may read. Undefined if the error is not known to concern the connection.
 */
export function nameConnectionFault(error: unknown): string | undefined {
  const errors = [...chain(error)]
  const code = errors.map((one) => ('code' in one ? String(one.code) : '')).find((one) => one in shortNames)
  if (code !== undefined) return `PostgreSQL: ${shortNames[code]}`
  const words = errors.map(({ message }) => message).join()
  if (/connection terminated|there is no connection/i.test(words)) return 'PostgreSQL: connection closed'
  return /PostgreSQL does not respond|timeout/i.test(words) ? 'PostgreSQL: no answer' : undefined
}

const lockedMessage = /locked|busy/i

/** Checks whether an SQLite file could not be used because another process held its lock. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && lockedMessage.test(error.message)
}

function describeSqlite(message: string): string | undefined {
  if (lockedMessage.test(message)) return 'another process has locked it; stop that process, or wait and try again'
  if (/readonly|read-only/i.test(message))
    return 'it is read-only; give this user the right to write the file and its folder'
  if (/unable to open/i.test(message))
    return 'it cannot be opened; give this user the right to read and write the file and its folder'
  if (/not a database/i.test(message)) return 'it is not an SQLite file; name another file'
  return undefined
}

const refusedUser = (url: string) =>
  namesUser(url)
    ? `it refuses user ${user(url)} or the password; correct them in the URL, or allow them in pg_hba.conf`
    : `it refuses user ${user(url)}, the user of ${process.env.PGUSER ? 'PGUSER' : 'this process'} since the URL names none; write postgres://USER@HOST/NAME, or allow this user in pg_hba.conf`

const takesNoWrites = (url: string) =>
  `it is read-only; if it is a standby, name the primary, else undo default_transaction_read_only: ALTER DATABASE ${name(url)} RESET default_transaction_read_only, ALTER ROLE ${user(url)} RESET default_transaction_read_only, or remove it from postgresql.conf`

/** The tables and the database may have different owners. */
function lacksRight(url: string, { message }: Error): string {
  const who = user(url)
  if (/denied for (table|relation)/.test(message))
    return `user ${who} may not use every table (${message}); let the owner of the tables grant it: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${who}`
  if (/must be owner/.test(message))
    return `user ${who} may not change the tables (${message}); run valetkey migrate up as their owner, then start the server`
  if (/denied for database/.test(message))
    return `user ${who} may not connect to it; grant it: GRANT CONNECT ON DATABASE ${name(url)} TO ${who}`
  return `user ${who} may not create tables (${message}); make it the owner of the database: ALTER DATABASE ${name(url)} OWNER TO ${who}; or, if another user owns the tables, run valetkey migrate up as that user`
}

const closed = (url: string) =>
  `${host(url)} accepts the connection and closes it; if it is a proxy, check that the primary behind it is up, otherwise check that PostgreSQL listens there`

/** By the driver's message, for errors without a code. */
const messages: readonly (readonly [RegExp, (url: string, message: string) => string])[] = [
  [
    /timeout|does not respond$/i,
    (url) => `${host(url)} does not respond; check that it is up, and that this computer can reach it`,
  ],
  [/read-only/i, takesNoWrites],
  [/connection terminated|socket hang up|disconnected before/i, closed],
  [
    /does not support SSL/i,
    () =>
      'it does not support TLS; set ssl = on in its postgresql.conf, or remove sslmode from the URL if nobody can listen on the network',
  ],
  [
    /altnames/i,
    (_, said) => `its certificate is for another host (${said}); use the certificate's host name in the URL`,
  ],
  [
    /certificate/i,
    (_, said) => `its certificate is not trusted (${said}); name its CA file with sslrootcert in the URL`,
  ],
]

/** Node reports this for a socket without a listener, and for a file that the URL names. */
const noFile = (_: string, error: Error & { readonly path?: string; readonly address?: string }) =>
  error.address === undefined
    ? `there is no file ${error.path}, or this user may not read it; correct its name in the URL`
    : `nothing listens at ${error.address}; start PostgreSQL there, or correct the host in the URL`

/** By Node error code or PostgreSQL SQLSTATE. */
const sentences: Readonly<Record<string, (url: string, error: Error) => string>> = {
  ECONNREFUSED: (url) =>
    `nothing listens at ${host(url)}; start PostgreSQL there, or correct the host and port in the URL`,
  ENOTFOUND: (url) => `there is no host ${host(url)}; correct it in the URL`,
  EAI_AGAIN: (url) => `the name of host ${host(url)} cannot be looked up; correct it in the URL, or the name service`,
  ECONNRESET: closed,
  ENOENT: noFile,
  EACCES: noFile,
  EHOSTUNREACH: (url) => `${host(url)} cannot be reached; correct it in the URL, or the network`,
  '28P01': refusedUser,
  '28000': refusedUser,
  '3D000': (url) =>
    `there is no database ${name(url)}; create it with createdb ${name(url)}, or correct the name in the URL`,
  '42501': lacksRight,
  '25006': takesNoWrites,
  '53300': () => 'it has no connection left; raise max_connections, or stop the processes that use them',
  '57P03': () => 'it is still starting; try again in a moment',
}

function* chain(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) yield one
}

const host = hostOf
const name = (url: string) => databaseOf(url) ?? '(none in the URL)'
const user = (url: string) => userOf(url) ?? '(none in the URL)'
