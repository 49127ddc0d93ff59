import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A request that waits for its turn. */
export interface Turn {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What it holds meanwhile. */
  readonly bytes: number
}

/** One open connection and what it holds. */
export class Connection {
  /** The socket that was accepted; after a TLS handshake, the socket that decrypts it. */
  socket: Socket
  readonly name: string
  /** What `perAddress` counts by; undefined for an exempt address. */
  readonly address: string | undefined
  /** Requests that are not answered and sent yet. */
  underWay = 0
  /** Requests that the server works on; at 0 it waits for the caller. */
  working = 0
  /** Bytes of responses that wait for the caller to read, and of requests that wait for their turn. */
  unread = 0
  /** Requests that wait until those before them are answered and sent. */
  readonly queue: Turn[] = []
  /** Whether a request is served, or its response waits to be sent. */
  isServing = false
  /** When it began to wait for the caller, as a count of such moments. */
  since = 0
  isClosed = false

  constructor(socket: Socket, name: string, address: string | undefined) {
    this.socket = socket
    this.name = name
    this.address = address
  }
}

/** What a response costs that is queued, besides its body and the head of its request, in bytes. */
export const queuedCost = 4_096
const mostBuffered = 65_536

/**
 * Leaves the rest of what was read unparsed: 64 kB may hold 1,500 more requests, which cost 30 ms to parse and drop.
 * Node's parser stops at a request that is answered with 2, as an upgrade is. That is not documented; in a Node without
 * it the requests are dropped one by one.
 */
export function stopParsing(socket: Socket & { readonly parser?: { onIncoming?: unknown } | null }): void {
  if (typeof socket.parser?.onIncoming === 'function') socket.parser.onIncoming = () => 2
}

/** Names a connection; with TLS the socket that was accepted and the one that requests come from have one name. */
export function nameOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`
}

/** What Node may buffer of a body before it is read, in bytes. */
export function bodyBytesOf({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return mostBuffered
  return Math.min(mostBuffered, Number(headers['content-length'] ?? 0))
}

/** What the head of a request holds, in bytes. */
export function headBytes({ rawHeaders, url = '' }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, url.length)
}
