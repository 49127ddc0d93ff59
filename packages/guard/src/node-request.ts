import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from './refusal.ts'
import type { GuardRequest } from './request.ts'
import { documentHeaders } from './resource-metadata.ts'

/** Views a Node request as the guard reads it; a header sent twice is seen twice, where Node's own view drops one. */
export function fromNodeRequest(request: IncomingMessage): GuardRequest {
  const { originalUrl } = request as { readonly originalUrl?: unknown } // Express cuts the mount path off `url`
  return {
    method: request.method ?? 'GET',
    url: typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/'),
    headers: { get: (name) => readHeader(request, name) },
  }
}

/** `headers` would drop a second Authorization; requests that a framework makes up, as `inject` does, may have nothing else. */
function readHeader({ headersDistinct, headers }: IncomingMessage, name: string): string | null {
  const sent = headersDistinct?.[name] ?? headers[name]
  return Array.isArray(sent) ? sent.join(', ') : (sent ?? null)
}

/** Sends a refusal as the answer of a Node server. */
export function sendRefusal(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Handles a Node request by sending a JSON document that anybody may read. */
export function serveOnNode(json: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (_request, response) => {
    response.writeHead(200, { ...documentHeaders, 'content-length': Buffer.byteLength(json) }).end(json)
  }
}
