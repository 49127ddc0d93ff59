import type { FetchReason, FetchResult } from './guarded-fetch.ts'

export interface DocumentRefusal {
  readonly outcome: 'refused'
  readonly reason: FetchReason | 'status' | 'not-json'
  readonly description: string
}

export interface ReadDocument {
  readonly outcome: 'read'
  readonly document: unknown
  readonly bytes: number
  /** How long the document may be used without asking again. */
  readonly freshMs: number
}

const minute = 60_000
const bounds = { shortest: minute, usual: 5 * minute, longest: 60 * minute }
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a response as a JSON document. */
export function readDocument(result: FetchResult): ReadDocument | DocumentRefusal {
  if (result.outcome === 'refused') return result
  const { status, headers, body } = result
  if (status !== 200) return refuse('status', describeStatus(status))
  try {
    const document: unknown = JSON.parse(utf8.decode(body))
    return { outcome: 'read', document, bytes: body.length, freshMs: readFreshness(headers['cache-control']) }
  } catch {
    return refuse('not-json', 'cannot be read: the response is not JSON in UTF-8')
  }
}

/** Checks whether a later request may succeed, so that an older document may be used until then. */
export function isTemporary(result: FetchResult): boolean {
  if (result.outcome === 'refused') return result.reason === 'unreachable' || result.reason === 'busy'
  return result.status === 429 || result.status >= 500
}

function describeStatus(status: number): string {
  const isRedirect = status >= 300 && status < 400 && status !== 304
  return isRedirect
    ? `cannot be loaded: the response is a redirect (${status}), and redirects are not followed`
    : `cannot be loaded: the status of the response is ${status} instead of 200`
}

/** Reads `max-age` (RFC 9111 §5.2.2.1), within bounds: neither may a host be asked all the time nor a removed key be used for days. */
function readFreshness(cacheControl = ''): number {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return bounds.shortest
  const seconds = /(?:^|[\s,])max-age="?(\d{1,10})/i.exec(cacheControl)?.[1]
  if (seconds === undefined) return bounds.usual
  return Math.min(bounds.longest, Math.max(bounds.shortest, Number(seconds) * 1000))
}

function refuse(reason: 'status' | 'not-json', description: string): DocumentRefusal {
  return { outcome: 'refused', reason, description }
}
