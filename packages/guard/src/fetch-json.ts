import { explainFetchFailure } from '@valetkey/protocol'

/** A JSON object that was fetched, and for how long it may be cached. */
export interface Fetched {
  readonly body: Readonly<Record<string, unknown>>
  readonly lifetimeSeconds: number
}

/** A server responded, but not with status 200 and a JSON object. */
export class UnexpectedResponseError extends Error {
  override readonly name = 'UnexpectedResponseError'
  readonly status: number
  /** The members of the response, if it is an OAuth error (RFC 6749 §5.2). */
  readonly answer: Readonly<Record<string, unknown>>

  constructor(url: string, status: number, what: string, answer = {}) {
    super(`${url} answered ${status}: ${what}`)
    this.status = status
    this.answer = answer
  }
}

const timeLimitMs = 5_000
const sizeLimit = 512 * 1024

/**
 * Fetches a JSON object within 5 s, body included, and 512 KiB. Redirects are not followed.
 * @throws UnexpectedResponseError for anything but 200 with a JSON object; Error with URL and reason for a failure of the network
 */
export async function fetchJson(fetcher: typeof fetch, url: string, init: RequestInit = {}): Promise<Fetched> {
  const headers = { ...init.headers, accept: 'application/json' }
  const limits = { redirect: 'manual', signal: AbortSignal.timeout(timeLimitMs) } as const
  const response = await fetcher(url, { ...init, headers, ...limits }).catch((cause: unknown) => {
    throw new Error(explainFetchFailure(url, cause), { cause })
  })
  if (response.status !== 200) {
    // A body that cannot be read must not hide the status.
    const answer = parseObject(await readText(response, url).catch(() => ''))
    throw new UnexpectedResponseError(url, response.status, 'expected 200', answer)
  }
  const body = parseObject(await readText(response, url))
  if (body === undefined) throw new UnexpectedResponseError(url, 200, 'expected a JSON object')
  return { body, lifetimeSeconds: readLifetime(response.headers.get('cache-control')) }
}

async function readText(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > sizeLimit) throw new UnexpectedResponseError(url, response.status, `more than ${sizeLimit} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined // JSON.parse makes string keys only
  } catch {
    return undefined
  }
}

/** Reads `max-age` (RFC 9111 §5.2.2.1), limited to between a minute and a day; five minutes if it is absent. */
export function readLifetime(cacheControl: string | null): number {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,10})/i.exec(cacheControl ?? '')?.[1]
  return Math.min(Math.max(seconds === undefined ? 300 : Number(seconds), 60), 86_400)
}
