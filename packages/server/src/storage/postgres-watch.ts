import { Socket } from 'node:net'
import type { Client } from 'pg'
import { Unavailable } from '../oauth/ports.ts'

/** Looks at how long answers take. */
export interface Watch {
  asked(): void
  answered(): void
}

/**
 * Breaks a connection off when an answer takes too long: whoever waits on it is then told. One clock for all questions,
 * because they are answered in the order in which they were asked.
 * @param patience how long an answer may take, in milliseconds
 */
export function watchOver(client: Client, socket: Socket, patience: number): Watch {
  const waiting: number[] = []
  let isWatching = false
  function look(): void {
    isWatching = false
    const [oldest] = waiting
    if (oldest === undefined || socket.destroyed) return
    const left = oldest + patience - performance.now()
    if (left > 0) {
      watch(left)
      return
    }
    cancel(client, socket)
    socket.destroy(new Unavailable('PostgreSQL does not answer'))
  }
  function watch(milliseconds: number): void {
    isWatching = true
    setTimeout(look, milliseconds).unref()
  }
  return {
    asked() {
      waiting.push(performance.now())
      if (!isWatching) watch(patience)
    },
    answered: () => void waiting.shift(),
  }
}

/** How long PostgreSQL may take to hear of a cancellation, in milliseconds. */
const heardWithin = 1_000

/**
 * Asks PostgreSQL to stop what it does for a connection that is given up, as its protocol has it: by a message of its own
 * (CancelRequest). It would not notice by itself as long as it waits for a lock, and each try would leave another one waiting.
 */
function cancel(client: Client, { remoteAddress, remotePort }: Socket): void {
  const { processID, secretKey } = client as { readonly processID?: unknown; readonly secretKey?: unknown } // not in the types
  if (typeof processID !== 'number' || typeof secretKey !== 'number' || remotePort === undefined) return
  const message = Buffer.alloc(16)
  for (const [at, value] of [16, 80877102, processID, secretKey].entries()) message.writeInt32BE(value | 0, at * 4)
  const socket = new Socket()
  socket.on('error', () => undefined) // nothing is lost: the server's own limits end it a little later
  socket.setTimeout(heardWithin, () => socket.destroy())
  socket.unref()
  socket.connect({ port: remotePort, ...(remoteAddress === undefined ? {} : { host: remoteAddress }) }, () =>
    socket.end(message),
  )
}
