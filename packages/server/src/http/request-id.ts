import { randomBytes } from 'node:crypto'

/** Creates what numbers requests: unlike any other process's, and cheap, because it names things and keeps nothing secret. */
export function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString('hex')
  let count = 0
  return () => {
    count++
    return `${prefix}-${count.toString(36)}`
  }
}

/** Reads the id that a trusted proxy gave a request; undefined where it is none that fits a log line. */
export function givenRequestId(header: string | null): string | undefined {
  return header !== null && /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/.test(header) ? header : undefined
}
