import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeGracefully } from './graceful-close.ts'
import { createTrustedProxies, isFromProxy, remoteAddress, type TrustedProxies } from './remote-address.ts'
import { createRequestIds, givenRequestId } from './request-id.ts'

/** A request as the server's core reads it: light, because a web `Request` for each call would halve the throughput. */
export interface LightRequest {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null }
  readonly remoteAddress: string
  /** The request's own id; made when it is asked for, and then told to the caller. */
  readonly id: string
  text(): Promise<string>
}

/** A reply as the server's core writes it. */
export interface LightReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
}

/** What a listener is made of. */
export interface ListenerOptions {
  readonly handle: (request: LightRequest) => Promise<LightReply>
  /** Answers what `handle` threw, and tells the log. */
  readonly onError: (request: LightRequest, error: unknown) => LightReply
  /** Tells the log what even `onError` could not answer; the caller gets a bare 500. */
  readonly onLost: (error: unknown) => void
  readonly headers: Readonly<Record<string, string>>
  readonly trustedProxies: readonly string[]
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
}

/** A listener that listens. */
export interface Listener {
  readonly port: number
  /** Takes no more connections, and waits for the requests that are under way or on their way. */
  close(): Promise<void>
}

/** The largest body that any endpoint or form of ours needs, in bytes. */
const largestBody = 64 * 1024

/** A refused body is read on and thrown away up to here, in bytes: a caller that is cut off while sending misses the answer. */
const largestDrained = 16 * 1024 * 1024

/** Says that a body is larger than any endpoint takes: 413 (RFC 9110 §15.5.14). */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** Says that the caller went away before its body was whole: nobody hears the answer, and nothing is wrong here. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

/** Listens on a port. @throws Error with `code` `EADDRINUSE` or `EACCES` */
export async function listen(host: string, port: number, options: ListenerOptions): Promise<Listener> {
  let isClosing = false
  const serving = {
    ...options,
    trusted: createTrustedProxies(options.trustedProxies),
    nextId: createRequestIds(),
    isClosing: () => isClosing,
  }
  const take = (request: IncomingMessage, response: ServerResponse) => void serve(request, response, serving)
  const limits = { requestTimeout: 20_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 }
  // Not imported: Node builds a facade for each built-in module that is, and that of node:http brings its client for
  // fetch along, which costs a start 25 ms and 12 MB.
  const server: Server = options.tls
    ? process.getBuiltinModule('node:https').createServer({ ...limits, ...options.tls }, take)
    : process.getBuiltinModule('node:http').createServer(limits, take)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const close = closeGracefully(server)
  return {
    port: (server.address() as AddressInfo).port, // a TCP listener has no other kind of address
    close() {
      isClosing = true
      return close()
    },
  }
}

interface Serving extends ListenerOptions {
  readonly trusted: TrustedProxies
  readonly nextId: () => string
  isClosing(): boolean
}

/**
 * What the core sees of an `IncomingMessage`. A class, and not a literal with an accessor: V8 gives each such literal a
 * shape of its own in the old space, which holds the whole request there until a full collection.
 */
class Incoming implements LightRequest {
  readonly method: string
  readonly url: string
  readonly headers: LightHeaders
  readonly #message: IncomingMessage
  readonly #serving: Serving
  #id: string | undefined

  constructor(message: IncomingMessage, serving: Serving) {
    this.#message = message
    this.#serving = serving
    this.method = message.method ?? 'GET'
    this.url = message.url ?? '/'
    this.headers = new LightHeaders(message)
  }

  get remoteAddress(): string {
    return remoteAddress(this.#message, this.#serving.trusted)
  }

  get id(): string {
    this.#id ??= readId(this.#message, this.#serving)
    return this.#id
  }

  /** The id, where somebody asked for it. */
  get knownId(): string | undefined {
    return this.#id
  }

  text(): Promise<string> {
    return readBody(this.#message)
  }
}

class LightHeaders {
  readonly #message: IncomingMessage

  constructor(message: IncomingMessage) {
    this.#message = message
  }

  get(name: string): string | null {
    return header(this.#message, name)
  }
}

/** Answers a request; never rejects, since a rejection that nobody handles would end the process. */
async function serve(incoming: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  try {
    await answer(incoming, response, serving)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else response.writeHead(500, { connection: 'close', 'content-length': '0' }).end()
    serving.onLost(error)
  }
}

async function answer(incoming: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const request = new Incoming(incoming, serving)
  const reply = await serving.handle(request).catch((error) => serving.onError(request, error))
  const headers: Record<string, string | string[]> = { ...serving.headers }
  for (const name in reply.headers) headers[name] = reply.headers[name] as string | string[] // node:http does not change it
  if (request.method !== 'HEAD') headers['content-length'] = String(Buffer.byteLength(reply.body))
  // A body that was not read to its end must not be taken for the next request.
  const isRead = incoming.complete || hasNoBody(incoming) || incoming.readableFlowing === true
  if (serving.isClosing() || !isRead) headers.connection = 'close'
  // Whoever reports a trouble names the line of the log.
  if (request.knownId !== undefined) headers['x-request-id'] = request.knownId
  response.writeHead(reply.status, headers)
  response.end(reply.body)
}

function readId(incoming: IncomingMessage, { trusted, nextId }: Serving): string {
  const given = isFromProxy(incoming, trusted) ? givenRequestId(header(incoming, 'x-request-id')) : undefined
  return given ?? nextId()
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
}

function header(incoming: IncomingMessage, name: string): string | null {
  const value = incoming.headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : value.join(', ')
}

/** Throws a body away as it comes, and cuts its sender off where it is too long even for that. */
function drain(incoming: IncomingMessage): void {
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > largestDrained) incoming.destroy()
  })
}

function readBody(incoming: IncomingMessage): Promise<string> {
  // Whoever looks something up first may come too late to hear of it.
  if (incoming.destroyed) return Promise.reject(new CallerGone('the caller went away'))
  const length = Number(incoming.headers['content-length'] ?? 0)
  if (length > largestBody) {
    drain(incoming)
    return Promise.reject(new BodyTooLarge('the body is too large'))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    let isWhole = false
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > largestBody) {
        chunks.length = 0
        if (size > largestDrained) incoming.destroy()
        reject(new BodyTooLarge('the body is too large'))
        return
      }
      chunks.push(chunk)
    })
    incoming.on('end', () => {
      isWhole = true
      const [only, second] = chunks
      resolve((only !== undefined && second === undefined ? only : Buffer.concat(chunks)).toString())
    })
    incoming.on('error', (cause) => reject(new CallerGone('the caller went away', { cause })))
    incoming.on('close', () => {
      if (!isWhole) reject(new CallerGone('the caller went away'))
    })
  })
}
