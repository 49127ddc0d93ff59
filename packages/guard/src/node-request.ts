import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from './refusal.ts'
import type { GuardRequest } from './request.ts'
import { documentHeaders } from './resource-metadata.ts'

/** Reads a Node request as the guard does. A header that was sent twice has both values, while Node's own `headers` drops one. */
export function fromNodeRequest(request: IncomingMessage): GuardRequest {
  const { originalUrl } = request as { readonly originalUrl?: unknown } // Express removes the mount path from `url`
  const url = typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/')
  return {
    method: request.method ?? 'GET',
    url,
    get origin() {
      return originOf(request, url)
    },
    headers: { get: (name) => readHeader(request, name) },
  }
}

/**
 * The origin that the client addressed. The scheme is the connection's; `X-Forwarded-*` and `Forwarded` are not read, because any client may
 * send them. The host of an absolute request target is used instead of the `Host` header (RFC 9112 §3.2.2).
 */
function originOf(request: IncomingMessage, url: string): string | undefined {
  const host =
    (url.startsWith('/') ? undefined : URL.parse(url)?.host) ?? readHeader(request, 'host') ?? authorityOf(request)
  if (host === undefined || !/^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)) return undefined
  const { encrypted } = request.socket as { readonly encrypted?: boolean } // set by node:tls alone
  return `${encrypted ? 'https' : 'http'}://${host}`
}

/** The authority of an HTTP/2 request, which may have no `Host` header (RFC 9113 §8.3.1). */
function authorityOf({ headers }: IncomingMessage): string | undefined {
  const authority = headers[':authority']
  return typeof authority === 'string' ? authority : undefined
}

/** Requests that a framework makes up, as Fastify's `inject` does, may have no `headersDistinct`. */
function readHeader({ headersDistinct, headers }: IncomingMessage, name: string): string | null {
  const sent = headersDistinct?.[name] ?? headers[name]
  return Array.isArray(sent) ? sent.join(', ') : (sent ?? null)
}

/** Adds what a scheme wants sent with the handler's response. */
export function addHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

export function sendRefusal(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Returns a handler that sends a JSON document, readable from any origin. */
export function serveOnNode(json: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(200, { ...documentHeaders, 'content-length': Buffer.byteLength(json) }).end(json)
  }
}
