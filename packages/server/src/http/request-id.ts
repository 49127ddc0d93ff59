import { randomBytes } from 'node:crypto'

/** Creates request ids: unique among processes, and cheap, because they are not secret. */
export function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString('hex')
  let count = 0
  return () => {
    count++
    return `${prefix}-${count.toString(36)}`
  }
}

/** Reads the request id set by a trusted proxy; undefined if it does not fit a log line. */
export function givenRequestId(header: string | null): string | undefined {
  return header !== null && /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/.test(header) ? header : undefined
}
