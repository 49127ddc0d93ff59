import { Socket } from 'node:net'
import type { Client } from 'pg'
import { Unavailable } from '../oauth/ports.ts'

/** Tracks response times. */
export interface Watch {
  sent(): void
  received(): void
}

/**
 * Closes a connection when a response takes too long, which rejects its pending queries. One timer is enough for all
 * queries, because responses arrive in the order of the queries.
 * @param timeout the limit for a response, in milliseconds
 */
export function watchResponses(client: Client, socket: Socket, timeout: number): Watch {
  const waiting: number[] = []
  let isWatching = false
  function look(): void {
    isWatching = false
    const [oldest] = waiting
    if (oldest === undefined || socket.destroyed) return
    const left = oldest + timeout - performance.now()
    if (left > 0) {
      watch(left)
      return
    }
    cancel(client, socket)
    socket.destroy(new Unavailable('PostgreSQL does not respond'))
  }
  function watch(milliseconds: number): void {
    isWatching = true
    setTimeout(look, milliseconds).unref()
  }
  return {
    sent() {
      waiting.push(performance.now())
      if (!isWatching) watch(timeout)
    },
    received: () => void waiting.shift(),
  }
}

/** How long a cancellation may take to arrive, in milliseconds. */
const cancelTimeout = 1_000

/**
 * Asks PostgreSQL to stop the work of an abandoned connection with a CancelRequest message. It does not notice the
 * close while it waits for a lock, and each retry would leave another connection waiting.
 */
function cancel(client: Client, { remoteAddress, remotePort }: Socket): void {
  const { processID, secretKey } = client as { readonly processID?: unknown; readonly secretKey?: unknown } // not in the types
  if (typeof processID !== 'number' || typeof secretKey !== 'number' || remotePort === undefined) return
  const message = Buffer.alloc(16)
  for (const [at, value] of [16, 80877102, processID, secretKey].entries()) message.writeInt32BE(value | 0, at * 4)
  const socket = new Socket()
  socket.on('error', () => undefined) // nothing is lost: the server's own limits end it a little later
  socket.setTimeout(cancelTimeout, () => socket.destroy())
  socket.unref()
  socket.connect({ port: remotePort, ...(remoteAddress === undefined ? {} : { host: remoteAddress }) }, () =>
    socket.end(message),
  )
}
