import type { IncomingMessage, Server } from 'node:http'
import { type Socket, Server as TcpServer } from 'node:net'

/** How many turns of the event loop may take connections in that wait to be accepted: each turn takes one. */
const turnsToAccept = 1_000

/** How long a kept connection may still bring a request once the end has begun, in milliseconds. */
const lameDuck = 250

/** How long a connection that has brought nothing yet may still do so, in milliseconds. */
const silence = 1_000

/**
 * Ends a server without cutting a request off that a caller had sent before the end: connections that wait to be
 * accepted are taken in first, and then none; a request that is on its way on a kept connection is answered (with
 * `connection: close`, which is the listener's part), and connections are dropped as they become idle. Node's own
 * `close` cuts a connection off whose request is sent and not yet read, and waits for one that never brings any.
 * @param others servers that pass the connections of further addresses on to it
 * @returns a function that begins the end, and answers when the last connection is closed
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
  const heard = new WeakSet<Socket>()
  server.on('request', ({ socket }: IncomingMessage) => {
    if (heard.has(socket)) return
    heard.add(socket)
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

/** Names a connection; with TLS the socket that was accepted and the one that requests come from are two objects with one name. */
const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
