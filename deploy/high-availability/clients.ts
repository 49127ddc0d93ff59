import { createHash, randomBytes } from 'node:crypto'
import { type Browser, createBrowser, type Person, walk } from '../../conformance/browser/browser.ts'

/** The outcome of one request at the client; times in milliseconds since 1970. */
export interface Seen {
  readonly worker: string
  readonly began: number
  readonly ended: number
  /** The HTTP status, or 0 without a response. */
  readonly status: number
}

/** A response; status 0 if there was none. */
export interface Reply {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

/** Sends requests to one address and records each. */
export interface Api {
  post(worker: string, path: string, client: Registered, fields: Readonly<Record<string, string>>): Promise<Reply>
  browser(worker: string): Browser
}

/** The credentials of a registered client. */
export interface Registered {
  readonly client_id: string
  readonly client_secret?: string
}

/** Request timeout in milliseconds, longer than any regular response takes. */
const timeout = 15_000

/** Creates an API client for one address that passes the outcome of every request to `note`. */
export function createApi(issuer: string, note: (seen: Seen) => void): Api {
  async function send(worker: string, request: Request): Promise<Response> {
    const began = Date.now()
    let status = 0
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(timeout) })
      const body = await response.text()
      status = response.status
      return new Response(status === 204 || status === 304 ? null : body, { status, headers: response.headers })
    } finally {
      note({ worker, began, ended: Date.now(), status })
    }
  }
  return {
    async post(worker, path, { client_id, client_secret }, fields) {
      const pair = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
      const [headers, extra] =
        client_secret === undefined ? [{}, { client_id }] : [{ authorization: `Basic ${pair}` }, {}]
      const body = new URLSearchParams({ ...fields, ...extra })
      try {
        const response = await send(worker, new Request(`${issuer}${path}`, { method: 'POST', headers, body }))
        return { status: response.status, json: readJson(await response.text()) }
      } catch (error) {
        return { status: 0, json: { error: String(error), cause: String(error instanceof Error ? error.cause : '') } }
      }
    },
    browser: (worker) => createBrowser((request) => send(worker, request)),
  }
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** An authorization code, with the values that redeeming it requires. */
export interface Code {
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
}

/** Gets a code through the pages, as a browser does. Returns undefined if the flow ended without one. */
export async function askForCode(
  issuer: string,
  { browser, person, client, redirectUri }: Asking,
): Promise<Code | undefined> {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: 'read',
    state: randomBytes(8).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  try {
    const page = await walk(browser, await browser.open(`${issuer}/authorize?${query}`), person)
    const code = page.location === undefined ? null : new URL(page.location).searchParams.get('code')
    return code === null ? undefined : { code, verifier, redirectUri }
  } catch {
    return undefined
  }
}

/** The user and browser that request a code, and the client it is for. */
export interface Asking {
  readonly browser: Browser
  readonly person: Person
  readonly client: Registered
  readonly redirectUri: string
}
