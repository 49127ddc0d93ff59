/** Turns what a database engine said into a sentence: what is wrong, and what mends it. */
export function describeDatabaseFault(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const sqlite = describeSqlite(message)
  if (url.startsWith('sqlite:')) return sqlite ?? message
  const codes = [...chain(error)].flatMap((one) => ('code' in one && typeof one.code === 'string' ? [one.code] : []))
  for (const code of codes) {
    const sentence = sentences[code]?.(url)
    if (sentence !== undefined) return sentence
  }
  if (/timeout|does not answer$/i.test(message))
    return `${host(url)} does not answer; is it up, and may this computer reach it?`
  if (/read-only/i.test(message)) return 'it takes no writes; name the primary, not a standby'
  return message
}

const lockedMessage = /locked|busy/i

/** Tells whether an SQLite file could not be used because another process held it locked at that moment. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && lockedMessage.test(error.message)
}

function describeSqlite(message: string): string | undefined {
  if (lockedMessage.test(message)) return 'another process holds it locked; stop that process, or wait and start again'
  if (/readonly|read-only/i.test(message))
    return 'it is read-only; give this user the right to write the file and its folder'
  if (/unable to open/i.test(message))
    return 'it cannot be opened; give this user the right to read and write the file and its folder'
  if (/not a database/i.test(message)) return 'it is not an SQLite file; name another file'
  return undefined
}

const refusedUser = (url: string) =>
  `it refuses user ${user(url)} or the password; mend them in the URL, or allow them in pg_hba.conf`

/** By the code of Node or the SQLSTATE of PostgreSQL. */
const sentences: Readonly<Record<string, (url: string) => string>> = {
  ECONNREFUSED: (url) =>
    `nothing listens at ${host(url)}; start PostgreSQL there, or mend the host and port in the URL`,
  ENOTFOUND: (url) => `there is no host ${host(url)}; mend it in the URL`,
  EAI_AGAIN: (url) => `the name of host ${host(url)} cannot be looked up; mend it in the URL, or the name service`,
  EHOSTUNREACH: (url) => `${host(url)} cannot be reached; mend it in the URL, or the network`,
  '28P01': refusedUser,
  '28000': refusedUser,
  '3D000': (url) =>
    `there is no database ${name(url)}; make it with createdb ${name(url)}, or mend the name in the URL`,
  '42501': (url) =>
    `user ${user(url)} lacks a right; make it the owner of the database: ALTER DATABASE ${name(url)} OWNER TO ${user(url)}`,
  '25006': () => 'it takes no writes; name the primary, not a standby',
  '53300': () => 'it has no connection left; raise max_connections, or stop what uses them',
  '57P03': () => 'it is still starting; try again in a moment',
}

function* chain(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) yield one
}

const host = (url: string) => new URL(url).host
const user = (url: string) => decodeURIComponent(new URL(url).username) || '(none in the URL)'
const name = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || '(none in the URL)'
