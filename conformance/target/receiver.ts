import { once } from 'node:events'
import { createServer } from 'node:http'
import { Skip } from '../rule.ts'
import type { Target } from './target.ts'

/** A request that the issuer sent. */
export interface Received {
  readonly method: string
  readonly type: string
  readonly body: string
}

/** A server of the client, on this computer. */
export interface Receiver {
  readonly origin: string
  /** JSON documents by path. */
  readonly documents: Map<string, unknown>
  /** Serves any other content. */
  serve(path: string, type: string, content: string | Uint8Array): void
  /** Waits for a request to a path. */
  receive(path: string): Promise<Received>
}

/** In milliseconds. */
const longestWait = 10_000

/** Serves documents for an issuer, and keeps what it sends. @throws Skip for an issuer that cannot reach this computer */
export async function withReceiver(target: Target, use: (receiver: Receiver) => Promise<void>): Promise<void> {
  if (!['localhost', '127.0.0.1'].includes(new URL(target.issuer).hostname))
    throw new Skip('the issuer does not run on this computer')
  const documents = new Map<string, unknown>()
  const others = new Map<string, { readonly type: string; readonly content: string | Uint8Array }>()
  const received: (Received & { readonly path: string })[] = []
  const server = createServer(async (request, response) => {
    const { pathname: path } = new URL(request.url ?? '/', 'http://localhost')
    const body = Buffer.concat(await request.toArray()).toString()
    received.push({ path, method: request.method ?? '', type: request.headers['content-type'] ?? '', body })
    server.emit('received')
    const { type, content } = others.get(path) ?? {
      type: 'application/json',
      content: JSON.stringify(documents.get(path)),
    }
    const isFound = request.method === 'POST' || content !== undefined
    response.writeHead(isFound ? 200 : 404, { 'content-type': type }).end(content)
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await use({
      origin: `http://localhost:${port}`,
      documents,
      serve: (path, type, content) => void others.set(path, { type, content }),
      async receive(path) {
        const signal = AbortSignal.timeout(longestWait)
        for (;;) {
          const found = received.find((one) => one.path === path)
          if (found !== undefined) return found
          await once(server, 'received', { signal }).catch(() => {
            throw new Error(`the issuer sent nothing to ${path} within ${longestWait / 1000} s`)
          })
        }
      },
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
