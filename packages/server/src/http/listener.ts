import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { BodyBudget, readBody } from './body.ts'
import { faultInHead, type HostCheck } from './check-head.ts'
import type { Connection } from './connection.ts'
import { type ClosingReason, Connections } from './connections.ts'
import { closeGracefully } from './graceful-close.ts'
import { openPort, type Place } from './open-port.ts'
import { refuseMalformed } from './refuse-malformed.ts'
import { createTrustedProxies, isFromProxy, remoteAddress, type TrustedProxies } from './remote-address.ts'
import { createRequestIds, givenRequestId } from './request-id.ts'

/**
 * A request as the server's core reads it: plain, because creating a web `Request` for each call would halve the
 * throughput.
 */
export interface LightRequest {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null }
  readonly remoteAddress: string
  /** The request's id; created on first access, then sent to the caller. */
  readonly id: string
  text(): Promise<string>
}

/** A reply as the server's core writes it. */
export interface LightReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** Sent instead of `body`. */
  readonly bytes?: Uint8Array | undefined
}

export interface ListenerOptions {
  readonly handle: (request: LightRequest) => Promise<LightReply>
  /** Returns the reply for an error that `handle` threw, and logs it. */
  readonly onError: (request: LightRequest, error: unknown) => LightReply | Promise<LightReply>
  /** Logs an error that even `onError` could not handle; the caller gets a bare 500. */
  readonly onLost: (error: unknown) => void
  readonly headers: Readonly<Record<string, string>>
  readonly trustedProxies: readonly string[]
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** The maximum number of connections of this process. */
  readonly maxConnections?: number
  /** The maximum number of connections from one address; trusted proxies and this computer are exempt. */
  readonly maxConnectionsPerAddress?: number
  /** The maximum size of a request's head, in bytes. */
  readonly maxHeaderSize?: number
  /** Checks which hosts requests may name; by default any. */
  readonly isHost?: HostCheck | undefined
  /** Called for each connection closed because it, or all connections together, would hold too much. */
  readonly onClosed?: (reason: ClosingReason) => void
}

export interface Listener {
  /** The bound address; a server on localhost may be bound to the other loopback address as well. */
  readonly host: string
  readonly port: number
  connections(): number
  /** Stops accepting connections, and waits for pending requests. */
  close(): Promise<void>
}

/** Time limits for callers, in milliseconds, checked every five seconds. A TLS handshake counts as a head. */
const timeLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  handshakeTimeout: 10_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
}

/** Bytes of all unread responses, and of all bodies, before the oldest is dropped. */
const unreadBytes = 16 * 1024 * 1024
const bodyBytes = 16 * 1024 * 1024

/** Listens on a port. @throws Error with `code` `EADDRINUSE` or `EACCES` */
export async function listen(place: Place, options: ListenerOptions): Promise<Listener> {
  let isClosing = false
  const trusted = createTrustedProxies(options.trustedProxies)
  const maxHeaderSize = options.maxHeaderSize ?? 16_384
  // Not imported: Node builds a facade for each imported built-in module, and that of node:http loads its fetch client
  // too, which costs 25 ms and 12 MB at start.
  const server: Server = options.tls
    ? process.getBuiltinModule('node:https').createServer({ ...timeLimits, maxHeaderSize, ...options.tls })
    : process.getBuiltinModule('node:http').createServer({ ...timeLimits, maxHeaderSize })
  const onClosed = options.onClosed ?? (() => undefined)
  const { maxConnections = 4_096, maxConnectionsPerAddress = 512 } = options
  const bounds = { connections: maxConnections, perAddress: maxConnectionsPerAddress, requests: 32, unreadBytes }
  const connections = new Connections(server, {
    bounds,
    isProxy: trusted,
    onClosed,
    serve: (connection, request, response) => void serve(new Incoming(request, connection, serving), response),
  })
  const bodies = new BodyBudget(bodyBytes, (body) => connections.closeOf(body, 'bodies'))
  const nextId = createRequestIds()
  const serving = { ...options, trusted, nextId, connections, bodies, isClosing: () => isClosing }
  const take = (request: IncomingMessage, response: ServerResponse) => connections.begin(request, response)
  server.on('request', take)
  server.on('checkExpectation', take)
  refuseMalformed(server, { maxHeaderSize, onTimeout: () => connections.timedOut() })
  const { host, port, others } = await openPort(server, place)
  const close = closeGracefully(server, others)
  return {
    host,
    port,
    connections: () => connections.count,
    close() {
      isClosing = true
      return close()
    },
  }
}

interface Serving extends ListenerOptions {
  readonly trusted: TrustedProxies
  readonly nextId: () => string
  readonly connections: Connections
  readonly bodies: BodyBudget
  isClosing(): boolean
}

/**
 * The core's view of an `IncomingMessage`. A class instead of a literal with an accessor: V8 gives each such literal
 * its own shape in the old space, which keeps the complete request there until a full collection.
 */
class Incoming implements LightRequest {
  readonly method: string
  readonly url: string
  readonly headers: LightHeaders
  readonly message: IncomingMessage
  readonly serving: Serving
  readonly connection: Connection
  #id: string | undefined
  #remoteAddress: string | undefined
  /** Bytes of the body that was read. */
  #held = 0

  constructor(message: IncomingMessage, connection: Connection, serving: Serving) {
    this.message = message
    this.connection = connection
    this.serving = serving
    this.method = message.method ?? 'GET'
    this.url = message.url ?? '/'
    this.headers = new LightHeaders(message)
  }

  get remoteAddress(): string {
    this.#remoteAddress ??= remoteAddress(this.message, this.serving.trusted)
    return this.#remoteAddress
  }

  get id(): string {
    this.#id ??= readId(this.message, this.serving)
    return this.#id
  }

  /** The id, if something accessed it. */
  get knownId(): string | undefined {
    return this.#id
  }

  text(): Promise<string> {
    const { connections, bodies } = this.serving
    connections.pause(this.connection)
    return readBody(this.message, bodies, (held) => {
      this.#held += held
      connections.resume(this.connection)
    })
  }

  /** Records that the request has its response. */
  release(): void {
    if (this.#held > 0) this.serving.bodies.release(this.#held)
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

/** Responds to a request; never rejects, since an unhandled rejection would end the process. */
async function serve(request: Incoming, response: ServerResponse): Promise<void> {
  const { message, connection, serving } = request
  let bodyBytes = 0
  try {
    const fault = faultInHead(message, serving.isHost)
    let reply: LightReply
    try {
      if (fault !== undefined) throw fault
      reply = await serving.handle(request)
    } catch (error) {
      reply = await serving.onError(request, error)
    }
    if (request.method !== 'HEAD') bodyBytes = reply.bytes?.length ?? Buffer.byteLength(reply.body)
    write(request, response, { reply, bodyBytes })
  } catch (error) {
    if (response.headersSent) response.destroy()
    else response.writeHead(500, { connection: 'close', 'content-length': '0' }).end()
    serving.onLost(error)
  }
  request.release()
  serving.connections.end(connection, message, response, bodyBytes)
}

interface Written {
  readonly reply: LightReply
  readonly bodyBytes: number
}

function write(request: Incoming, response: ServerResponse, { reply, bodyBytes }: Written): void {
  const { message, serving } = request
  const headers: Record<string, string | string[]> = { ...serving.headers }
  for (const name in reply.headers) headers[name] = reply.headers[name] as string | string[] // node:http does not change it
  if (request.method !== 'HEAD') headers['content-length'] = String(bodyBytes)
  // The rest of an unread body must not be parsed as the next request.
  const isRead = message.complete || hasNoBody(message) || message.readableFlowing === true
  if (serving.isClosing() || !isRead) headers.connection = 'close'
  // A user who reports a problem can name the log line.
  if (request.knownId !== undefined) headers['x-request-id'] = request.knownId
  response.writeHead(reply.status, headers)
  response.end(reply.bytes ?? reply.body)
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
