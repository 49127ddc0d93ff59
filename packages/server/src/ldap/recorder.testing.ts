import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

/** A port that forwards to a server, and keeps what clients send. */
export interface Recorder {
  readonly port: number
  /** What was sent, one text for all connections. */
  sent(): string
  /** Closes all connections; new ones are possible. */
  cut(): void
}

/** Starts a recorder in front of a server on this computer. */
export async function startRecorder(port: number): Promise<Recorder> {
  const parts: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const there = connect(port, '127.0.0.1')
    sockets.add(socket)
    socket.on('data', (part) => parts.push(part))
    socket.pipe(there).pipe(socket)
    socket.on('error', () => there.destroy()).on('close', () => there.destroy())
    there.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sent: () => Buffer.concat(parts).toString('latin1'),
    cut() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
