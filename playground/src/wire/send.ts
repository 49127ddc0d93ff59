import { encodeParameters, headerOf, isSentInQuery, isWebUrl, urlWithQuery } from './draft.ts'
import type { Answer, Draft } from './exchange.ts'

/** What sending uses of the outside. */
export interface SendOptions {
  readonly fetch: typeof globalThis.fetch
  /** The origin of the page, to which a server of another origin must allow its responses (Fetch §3.3). */
  readonly origin: string
  /** Milliseconds until a response must have arrived. */
  readonly timeout?: number
}

const usualTimeout = 15_000

/** Creates the function that sends a request of the back channel exactly as drafted, without the page's cookies. */
export function createSend({ fetch, origin, timeout = usualTimeout }: SendOptions): (draft: Draft) => Promise<Answer> {
  return async (draft) => {
    const url = isSentInQuery(draft) ? urlWithQuery(draft) : draft.url
    const fault = findFault(draft, url)
    if (fault !== undefined) return { kind: 'unreachable', reason: 'network', message: fault }
    const always = {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    } as const
    const body = bodyOf(draft)
    try {
      const response = await fetch(url, {
        ...always,
        method: draft.method,
        headers: draft.headers.map(([name, value]): [string, string] => [name, value]),
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(timeout),
      })
      if (response.type === 'opaqueredirect') return unreachable('network', redirected(url))
      return {
        kind: 'response',
        status: response.status,
        headers: [...response.headers],
        body: await response.text(),
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        return unreachable('timeout', `${place(url)} did not respond within ${timeout / 1000} seconds.`)
      }
      return explainFailure(draft, url, { fetch, origin, timeout })
    }
  }
}

function unreachable(reason: 'network' | 'cors' | 'timeout', message: string): Answer {
  return { kind: 'unreachable', reason, message }
}

/** Finds what no `fetch` would send. */
function findFault({ headers }: Draft, url: string): string | undefined {
  if (!isWebUrl(url)) {
    return `Nothing was sent: ${url} is not an http or https URL.`
  }
  const bad = headers.find(([name, value]) => !isHeader(name, value))
  return bad && `Nothing was sent: ${bad[0] || 'a header without a name'} is not a header that a browser can send.`
}

function isHeader(name: string, value: string): boolean {
  try {
    new Headers([[name, value]])
    return true
  } catch {
    return false
  }
}

function bodyOf(draft: Draft): string | undefined {
  if (isSentInQuery(draft)) return undefined
  return draft.json === undefined ? encodeParameters(draft) : JSON.stringify(draft.json)
}

/** A server that a request without CORS reaches does answer: then the browser hid the response. */
async function explainFailure(draft: Draft, url: string, { fetch, origin, timeout }: Required<SendOptions>) {
  const isOther = new URL(url).origin !== origin
  const answers =
    isOther &&
    (await fetch(new URL(url).origin + new URL(url).pathname, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeout),
    }).then(
      () => true,
      () => false,
    ))
  return answers
    ? unreachable('cors', explainCors(draft, url, origin))
    : unreachable('network', explainNetwork(url, origin))
}

/** Content types that a page may send without asking first (Fetch §2.2.2). */
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i

/** Names the headers that the server would have to send (Fetch §3.3.3). */
export function explainCors(draft: Draft, url: string, origin: string): string {
  const asked = draft.headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => !/^(accept|accept-language|content-language)$/.test(name))
    .filter((name) => name !== 'content-type' || !simpleTypes.test(headerOf(draft.headers, name) ?? ''))
  const needs = [
    ...(asked.length === 0 ? [] : [`Access-Control-Allow-Headers: ${[...new Set(asked)].join(', ')}`]),
    ...(draft.method === 'DELETE' ? ['Access-Control-Allow-Methods: DELETE'] : []),
  ]
  const preflight =
    needs.length === 0
      ? ''
      : ` The browser sends a preflight request (OPTIONS) first; its response must also have ${needs.join(' and ')}.`
  return (
    `${place(url)} responds, but does not allow pages of ${origin} to read it (CORS). ` +
    `It must send the header Access-Control-Allow-Origin: ${origin}.${preflight}`
  )
}

function explainNetwork(url: string, origin: string): string {
  const { hostname, protocol } = new URL(url)
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  if (isHere)
    return `Nothing responds at ${place(url)}: is it running? npm start starts the demo with its server and API.`
  const mixed = protocol === 'http:' && origin.startsWith('https:')
  const reason = mixed ? ' An https page cannot call an http URL.' : ''
  return `${place(url)} could not be reached: check the address, and whether that server is running.${reason}`
}

const redirected = (url: string) =>
  `${place(url)} responded with a redirect, which clients of an endpoint do not follow.`

/** A URL without its query, which may have a secret in it. */
function place(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

/** Returns the JSON object of a response; undefined for anything else. */
export function readJson(answer: Answer): Readonly<Record<string, unknown>> | undefined {
  if (answer.kind !== 'response') return undefined
  try {
    const value: unknown = JSON.parse(answer.body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
