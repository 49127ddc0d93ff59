import { Unavailable } from '../oauth/ports.ts'

/** @throws Unavailable if the database cannot serve now, otherwise the error of `act` */
export function translate<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw translated(error)
  }
}

/** SQLite's primary result codes for a database that cannot serve now (sqlite.org/rescode.html). */
const unavailableCodes: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 13, 14, 15, 17, 22, 23, 26])

/** Maps SQLite's errors to `Unavailable` if the database cannot serve now. */
export function translated(error: unknown): unknown {
  const code = primaryCode(error)
  if (code === undefined || !unavailableCodes.has(code)) return error
  return new Unavailable(`the SQLite database does not respond: ${error instanceof Error ? error.message : code}`, {
    cause: error,
  })
}

/** Checks whether another process holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === 5 || code === 6
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
