import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A request that waits for earlier ones on its connection. */
export interface QueuedRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The bytes it holds meanwhile. */
  readonly bytes: number
}

/** An open connection and the resources it holds. */
export class Connection {
  /** The accepted socket; after a TLS handshake, the decrypting socket. */
  socket: Socket
  readonly name: string
  /** The key for `perAddress`; undefined for an exempt address. */
  readonly address: string | undefined
  /** Requests without a completely sent response. */
  underWay = 0
  /** Requests that the server works on; at 0 it waits for the caller. */
  working = 0
  /** Bytes of responses that the caller has not read, and of queued requests. */
  unread = 0
  /** Requests that wait until earlier ones have been answered. */
  readonly queue: QueuedRequest[] = []
  /** Whether a request is served, or its response waits to be sent. */
  isServing = false
  /** When it began to wait for the caller, as a sequence number. */
  since = 0
  isClosed = false
  /** What was queued when stalled connections were last looked for. */
  queued: number | undefined

  constructor(socket: Socket, name: string, address: string | undefined) {
    this.socket = socket
    this.name = name
    this.address = address
  }
}

/** The cost of a queued response in bytes, in addition to its body and the head of its request. */
export const queuedCost = 4_096
const mostBuffered = 65_536

/**
 * Leaves the rest of the input unparsed: 64 kB may contain 1,500 more requests, which take 30 ms to parse and discard.
 * Node's parser stops at a request for which the handler returns 2, as for an upgrade. That is undocumented; without it
 * the requests are discarded one by one.
 */
export function stopParsing(socket: Socket & { readonly parser?: { onIncoming?: unknown } | null }): void {
  if (typeof socket.parser?.onIncoming === 'function') socket.parser.onIncoming = () => 2
}

/** Identifies a connection; with TLS the accepted socket and the decrypting one have the same name. */
export function nameOf({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`
}

/** The bytes of a body that Node may buffer before it is read. */
export function bodyBytesOf({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return mostBuffered
  return Math.min(mostBuffered, Number(headers['content-length'] ?? 0))
}

/** The size of a request's head, in bytes. */
export function headBytes({ rawHeaders, url = '' }: IncomingMessage): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, url.length)
}

/** The bytes of responses that the kernel has not accepted yet. Node exposes those of a large write in progress only internally. */
export function queuedBytes(
  socket: Socket & { readonly _handle?: { readonly writeQueueSize?: number } | null },
): number {
  return socket._handle?.writeQueueSize || socket.writableLength
}
