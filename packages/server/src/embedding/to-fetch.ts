import { BodyTooLarge, largestBody } from '../http/body.ts'
import { normalizeAddress } from '../http/remote-address.ts'
import { createRequestIds } from '../http/request-id.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'

/** Facts about a request that a web `Request` does not contain. */
export interface RequestInfo {
  /** The caller's address, so that password guessing is also limited by address. Pass only a verified address. */
  readonly remoteAddress?: string | undefined
}

/** Responds to a web `Request`; never rejects. */
export type Fetch = (request: Request, info?: RequestInfo) => Promise<Response>

export interface ToFetchOptions {
  readonly handle: (request: OAuthRequest) => Promise<Reply>
  readonly onError: (request: OAuthRequest, error: unknown) => Reply | Promise<Reply>
  /** Logs an error that even `onError` could not handle; the caller gets a bare 500. */
  readonly onLost: (error: unknown) => void
  /** Headers on every reply. */
  readonly headers: Readonly<Record<string, string>>
}

/** Wraps a handler as `fetch(Request): Promise<Response>`, for Hono, Next, Express, Fastify and tests. */
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
  /** The request id, if it was read. */
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

/** Reads a body up to the maximum length. */
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

function toResponse({ status, headers, body, bytes }: Reply, always: Readonly<Record<string, string>>): Response {
  const response = new Headers(always)
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') response.set(name, value)
    else for (const one of value) response.append(name, one)
  }
  const content = bytes === undefined ? body : new Uint8Array(bytes)
  const isEmpty = content.length === 0 || status === 204 || status === 304
  return new Response(isEmpty ? null : content, { status, headers: response })
}
