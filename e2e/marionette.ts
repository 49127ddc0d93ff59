import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection to Firefox's remote control, Marionette: WebDriver's commands over TCP, each `LENGTH:JSON`. */
export interface Marionette {
  /** Sends a command and returns its result. @throws Error with the reason of Firefox */
  send(command: string, parameters?: object): Promise<unknown>
  close(): void
}

type Answer = readonly [1, number, { readonly message: string } | null, unknown]

/** Connects to a Firefox that is starting. @throws Error when it does not listen within 30 seconds */
export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = await connectWhenUp(port)
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  const fail = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new Error(reason))
    waiting.clear()
  }
  let unread: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk])
    for (;;) {
      const colon = unread.indexOf(':')
      const end = colon + 1 + Number(unread.subarray(0, colon))
      if (colon < 0 || unread.length < end) return
      const message: unknown = JSON.parse(unread.subarray(colon + 1, end).toString())
      unread = unread.subarray(end)
      // The first message is a greeting, and no list.
      if (Array.isArray(message)) receive(message as unknown as Answer)
    }
  })
  socket.on('error', () => undefined).on('close', () => fail('Firefox has closed the connection'))
  function receive([, id, error, result]: Answer): void {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === null) one?.resolve(result)
    else one?.reject(new Error(`Firefox: ${error.message}`))
  }
  let last = 0
  return {
    send(command, parameters = {}) {
      const id = ++last
      const text = JSON.stringify([0, id, command, parameters])
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        socket.write(`${Buffer.byteLength(text)}:${text}`)
      })
    },
    close: () => socket.destroy(),
  }
}

async function connectWhenUp(port: number): Promise<Socket> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  throw new Error('Firefox does not listen')
}
