import type { IncomingMessage, ServerResponse } from 'node:http'
import { largestBody } from '../http/body.ts'
import type { Fetch } from './to-fetch.ts'

/**
 * Wraps a server's `fetch` as a handler for Node's own requests, to mount it in Express, Fastify or a plain `node:http`
 * server. The body must not have been read before.
 */
export function toNodeHandler(server: {
  readonly issuer: string
  readonly fetch: Fetch
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    try {
      const request = await toRequest(incoming, server.issuer)
      await write(outgoing, await server.fetch(request, { remoteAddress: incoming.socket.remoteAddress }))
    } catch {
      // The caller disconnected, or the request is not a valid web `Request`, such as TRACE or an invalid URL.
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(400, { connection: 'close' }).end()
    }
  }
}

async function toRequest(incoming: IncomingMessage, issuer: string): Promise<Request> {
  const { method = 'GET' } = incoming
  // Express removes its mount path from `url`, and keeps the complete one in `originalUrl`.
  const target = 'originalUrl' in incoming ? String(incoming.originalUrl) : (incoming.url ?? '/')
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: await readBody(incoming) }
  return new Request(new URL(target.replace(/^\/+/, '/'), issuer), { method, headers: toHeaders(incoming), ...body })
}

async function write(outgoing: ServerResponse, response: Response): Promise<void> {
  const headers = new Map<string, string | string[]>(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers.set('set-cookie', cookies)
  outgoing.writeHead(response.status, Object.fromEntries(headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/**
 * Keeps one byte more than any endpoint accepts, so that the endpoint rejects a body that is too long. The rest is read
 * and dropped: otherwise the caller would not get the response.
 */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    if (bytes <= largestBody) chunks.push(chunk)
    bytes += chunk.length
  }
  return new Uint8Array(Buffer.concat(chunks).subarray(0, largestBody + 1))
}

function toHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  return headers
}
