import { BodyTooLarge, largestBody } from '../http/body.ts'
import { normalizeAddress } from '../http/remote-address.ts'
import { createRequestIds } from '../http/request-id.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'

/** What the app around the server knows of a request and a web `Request` does not say. */
export interface RequestInfo {
  /** The caller's address, so that guessing is slowed by address too. Only what the app itself knows to be true. */
  readonly remoteAddress?: string | undefined
}

/** Answers a web `Request`; never rejects. */
export type Fetch = (request: Request, info?: RequestInfo) => Promise<Response>

/** What wrapping a handler takes. */
export interface ToFetchOptions {
  readonly handle: (request: OAuthRequest) => Promise<Reply>
  readonly onError: (request: OAuthRequest, error: unknown) => Reply | Promise<Reply>
  /** Tells the log what even `onError` could not answer; the caller gets a bare 500. */
  readonly onLost: (error: unknown) => void
  /** Headers on every reply. */
  readonly headers: Readonly<Record<string, string>>
}

/** Wraps a handler of plain data as `fetch(Request): Promise<Response>`, for Hono, Next, Express, Fastify and tests. */
export function toFetch({ handle, onError, onLost, headers }: ToFetchOptions): Fetch {
  const nextId = createRequestIds()
  return async (request, { remoteAddress } = {}) => {
    const light = new WebRequest(request, remoteAddress, nextId)
    try {
      const reply = await handle(light).catch((error) => onError(light, error))
      return toResponse(reply, light.knownId === undefined ? headers : { ...headers, 'x-request-id': light.knownId })
    } catch (error) {
      onLost(error)
      return new Response(null, { status: 500 })
    }
  }
}

class WebRequest implements OAuthRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly remoteAddress?: string
  readonly #request: Request
  readonly #nextId: () => string
  /** The id, where somebody asked for it. */
  knownId: string | undefined

  constructor(request: Request, remoteAddress: string | undefined, nextId: () => string) {
    this.method = request.method
    this.url = request.url
    this.headers = request.headers
    if (remoteAddress !== undefined) this.remoteAddress = normalizeAddress(remoteAddress)
    this.#request = request
    this.#nextId = nextId
  }

  get id(): string {
    this.knownId ??= this.#nextId()
    return this.knownId
  }

  text(): Promise<string> {
    return readText(this.#request)
  }
}

/** Reads a body no further than it may be long. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > largestBody) throw new BodyTooLarge('the request body is larger than 64 KiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toResponse({ status, headers, body }: Reply, always: Readonly<Record<string, string>>): Response {
  const response = new Headers(always)
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') response.set(name, value)
    else for (const one of value) response.append(name, one)
  }
  return new Response(body === '' || status === 204 || status === 304 ? null : body, { status, headers: response })
}
