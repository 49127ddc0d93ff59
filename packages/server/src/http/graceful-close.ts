import type { IncomingMessage, Server } from 'node:http'
import { type Socket, Server as TcpServer } from 'node:net'

/** The maximum number of event loop turns for accepting waiting connections: each turn accepts one. */
const turnsToAccept = 1_000

/** How long a keep-alive connection may still send a request after shutdown begins, in milliseconds. */
const lameDuck = 250

/** How long a connection without any request may still send one, in milliseconds. */
const silence = 1_000

/**
 * Shuts a server down without cutting off requests that were already sent. It first accepts waiting connections, then
 * no more; a request in transit on a keep-alive connection is served (with `connection: close`, set by the listener),
 * and connections are closed as they become idle. Node's own `close` cuts off a connection whose request was sent but
 * not read yet, and waits for one that never sends any.
 * @param others servers that pass the connections of further addresses on to it
 * @returns a function that begins the shutdown, and resolves when the last connection is closed
 */
export function closeGracefully(server: Server, others: readonly TcpServer[] = []): () => Promise<void> {
  const silent = new Map<string, Socket>()
  let accepted = 0
  server.on('connection', (socket: Socket) => {
    accepted++
    const peer = peerOf(socket)
    silent.set(peer, socket)
    socket.once('close', () => silent.delete(peer))
  })
  const active = new WeakSet<Socket>()
  server.on('request', ({ socket }: IncomingMessage) => {
    if (active.has(socket)) return
    active.add(socket)
    silent.delete(peerOf(socket))
  })
  return async () => {
    for (let turn = 0, quiet = 0; turn < turnsToAccept && quiet < 3; turn++) {
      const before = accepted
      await new Promise(setImmediate)
      quiet = accepted === before ? quiet + 1 : 0
    }
    const began = performance.now()
    const sweep = setInterval(() => {
      const elapsed = performance.now() - began
      if (elapsed >= lameDuck) server.closeIdleConnections()
      if (elapsed >= silence) for (const socket of silent.values()) socket.destroy()
    }, 50)
    await Promise.all(
      [server, ...others].map(
        (one) => new Promise<void>((resolve) => void TcpServer.prototype.close.call(one, () => resolve())),
      ),
    )
    clearInterval(sweep)
  }
}

/** Identifies a connection; with TLS the accepted socket and the decrypting one are two objects with the same name. */
const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
