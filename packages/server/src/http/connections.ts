import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  bodyBytesOf,
  Connection,
  headBytes,
  nameOf,
  type QueuedRequest,
  queuedBytes,
  queuedCost,
  stopParsing,
} from './connection.ts'
import { normalizeAddress } from './remote-address.ts'

/** How often waiting connections are checked, in milliseconds. A stalled one is closed after one to two times this. */
const stallSweep = 15_000

/** Why the server closed a connection. */
export type ClosingReason = 'connections' | 'address' | 'pipelining' | 'unread' | 'bodies' | 'slow'

/** Limits for resources of unauthenticated callers. */
export interface ConnectionBounds {
  /** Open connections of this process. */
  readonly connections: number
  /** Open connections from one address; trusted proxies and this computer are exempt. */
  readonly perAddress: number
  /** Requests of one connection without a completely sent response. */
  readonly requests: number
  /** Bytes of all responses that the kernel could not buffer because callers do not read them. */
  readonly unreadBytes: number
}

export interface GuardOptions {
  readonly bounds: ConnectionBounds
  readonly isProxy: ((address: string) => boolean) | undefined
  /** Serves a request, and calls `end` after its response ended. */
  readonly serve: (connection: Connection, request: IncomingMessage, response: ServerResponse) => void
  /** Called for each connection closed because of a limit. */
  readonly onClosed: (reason: ClosingReason) => void
}

/**
 * Limits the resources of connections. At the limit, the connection that has kept the server waiting for the longest
 * time is closed, so that a flood displaces its own connections and honest callers still get in.
 */
export class Connections {
  readonly #options: GuardOptions
  readonly #open = new Map<string, Connection>()
  readonly #bySocket = new WeakMap<Socket, Connection>()
  readonly #byAddress = new Map<string, Set<Connection>>()
  /** Connections that the server waits for, the longest wait first. */
  readonly #waiting = new Set<Connection>()
  #unread = 0
  #moments = 0

  constructor(server: Server, options: GuardOptions) {
    this.#options = options
    server.on('connection', (socket: Socket) => this.#enter(socket))
    server.on('secureConnection', (socket: Socket) => this.#secure(socket))
    const sweep = setInterval(() => this.#closeStalled(), stallSweep).unref()
    server.once('close', () => clearInterval(sweep))
  }

  get count(): number {
    return this.#open.size
  }

  /**
   * Serves a request after earlier ones on its connection are answered: a connection has one turn at a time, however
   * much it pipelines. A request beyond the limit closes its connection and is not served.
   */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const connection = this.#bySocket.get(socket)
    if (connection === undefined || connection.isClosed) {
      socket.destroy()
      return
    }
    if (connection.underWay >= this.#options.bounds.requests) {
      stopParsing(socket)
      this.close(connection, 'pipelining')
      return
    }
    connection.underWay++
    if (!connection.isServing) {
      connection.isServing = true
      this.resume(connection)
      this.#options.serve(connection, request, response)
      return
    }
    const bytes = queuedCost + headBytes(request) + bodyBytesOf(request)
    connection.queue.push({ request, response, bytes })
    this.#hold(connection, bytes)
  }

  #serveQueued(connection: Connection, { request, response, bytes }: QueuedRequest): void {
    if (connection.isClosed) return
    this.#release(connection, bytes)
    this.resume(connection)
    this.#options.serve(connection, request, response)
  }

  /** Records that the server works on a request. */
  resume(connection: Connection): void {
    if (connection.working++ === 0) this.#waiting.delete(connection)
  }

  /** Records that a request waits for its caller: for the rest of its body, or until its response is read. */
  pause(connection: Connection): void {
    if (--connection.working === 0 && !connection.isClosed) this.#wait(connection)
  }

  /** Records that a response ended, and tracks it until the kernel has accepted it. */
  end(connection: Connection, request: IncomingMessage, response: ServerResponse, bodyBytes: number): void {
    this.pause(connection)
    // 0 if the kernel accepted all of it at once, which is usual without TLS.
    if (response.writableLength === 0 || connection.isClosed) {
      this.#sent(connection)
      return
    }
    const bytes = bodyBytes + headBytes(request) + queuedCost
    response.once('close', () => {
      this.#release(connection, bytes)
      this.#sent(connection)
    })
    this.#hold(connection, bytes)
  }

  #sent(connection: Connection): void {
    connection.underWay--
    const next = connection.queue.shift()
    if (next === undefined) connection.isServing = false
    // Deferred, so that other connections get a turn in between.
    else setImmediate(() => this.#serveQueued(connection, next))
  }

  #hold(connection: Connection, bytes: number): void {
    connection.unread += bytes
    this.#unread += bytes
    while (this.#unread > this.#options.bounds.unreadBytes) this.close(this.#longestUnread() ?? connection, 'unread')
  }

  #release(connection: Connection, bytes: number): void {
    if (connection.isClosed) return
    connection.unread -= bytes
    this.#unread -= bytes
  }

  /** Closes a connection at once and discards its queue. */
  close(connection: Connection, reason: ClosingReason): void {
    if (connection.isClosed) return
    this.#leave(connection)
    this.#options.onClosed(reason)
    connection.socket.destroy()
  }

  closeOf({ socket }: IncomingMessage, reason: ClosingReason): void {
    const connection = this.#bySocket.get(socket)
    if (connection !== undefined) this.close(connection, reason)
  }

  /** Records that Node closes a connection because a head or a body did not arrive in time. */
  timedOut(): void {
    this.#options.onClosed('slow')
  }

  #enter(socket: Socket): void {
    const name = nameOf(socket)
    const connection = new Connection(socket, name, this.#countedAddress(socket))
    this.#bySocket.set(socket, connection)
    socket.once('close', () => this.#leave(connection))
    const refusal = this.#makeRoom(connection)
    this.#open.set(name, connection)
    this.#wait(connection)
    if (connection.address !== undefined) {
      const peers = this.#byAddress.get(connection.address) ?? new Set()
      this.#byAddress.set(connection.address, peers.add(connection))
    }
    if (refusal !== undefined) this.close(connection, refusal)
  }

  #secure(socket: Socket): void {
    const connection = this.#open.get(nameOf(socket))
    if (connection === undefined || connection.isClosed) {
      socket.destroy()
      return
    }
    connection.socket = socket
    this.#bySocket.set(socket, connection)
    socket.once('close', () => this.#leave(connection))
  }

  /** Closes a waiting connection if there are too many; returns the limit's name if none waits. */
  #makeRoom({ address }: Connection): ClosingReason | undefined {
    const { bounds } = this.#options
    const peers = address === undefined ? undefined : this.#byAddress.get(address)
    if (peers !== undefined && peers.size >= bounds.perAddress) {
      const longest = longestWaiting(peers)
      if (longest === undefined) return 'address'
      this.close(longest, 'address')
    }
    if (this.#open.size < bounds.connections) return undefined
    const [longest] = this.#waiting
    if (longest === undefined) return 'connections'
    this.close(longest, 'connections')
    return undefined
  }

  #wait(connection: Connection): void {
    connection.since = ++this.#moments
    this.#waiting.delete(connection)
    this.#waiting.add(connection)
  }

  #leave(connection: Connection): void {
    if (connection.isClosed) return
    connection.isClosed = true
    this.#waiting.delete(connection)
    this.#unread -= connection.unread
    connection.queue.length = 0
    if (this.#open.get(connection.name) === connection) this.#open.delete(connection.name)
    if (connection.address === undefined) return
    const peers = this.#byAddress.get(connection.address)
    peers?.delete(connection)
    if (peers?.size === 0) this.#byAddress.delete(connection.address)
  }

  /**
   * Closes the connections whose callers took nothing of a response between this sweep and the last one. Node's own timer
   * of a socket would do, but it moves between two lists of timers with every request, at a twentieth of a request's cost.
   */
  #closeStalled(): void {
    for (const connection of this.#waiting) {
      const queued = connection.unread === 0 ? undefined : queuedBytes(connection.socket)
      if (queued !== undefined && queued === connection.queued) this.close(connection, 'unread')
      connection.queued = queued
    }
  }

  #longestUnread(): Connection | undefined {
    for (const one of this.#waiting) if (one.unread > 0) return one
    return undefined
  }

  #countedAddress({ remoteAddress = 'unknown' }: Socket): string | undefined {
    const plain = remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress
    if (plain.startsWith('127.') || plain === '::1' || this.#options.isProxy?.(plain)) return undefined
    return normalizeAddress(plain)
  }
}

function longestWaiting(connections: Iterable<Connection>): Connection | undefined {
  let longest: Connection | undefined
  for (const one of connections) {
    if (one.working === 0 && (longest === undefined || one.since < longest.since)) longest = one
  }
  return longest
}
