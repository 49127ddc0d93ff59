import { BodyTooLarge } from './http/listener.ts'
import type { OAuthRequest, Reply } from './oauth/request.ts'

const largestBody = 64 * 1024

/** Wraps a handler of plain data as `fetch(Request): Promise<Response>`, for Hono, Next, Express, Fastify and tests. */
export function toFetch(
  handle: (request: OAuthRequest) => Promise<Reply>,
  onError: (request: OAuthRequest, error: unknown) => Reply,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const light = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      text: async () => {
        const text = await request.text()
        if (text.length > largestBody) throw new BodyTooLarge('the body is too large')
        return text
      },
    }
    return toResponse(await handle(light).catch((error) => onError(light, error)))
  }
}

function toResponse({ status, headers, body }: Reply): Response {
  const response = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : value) response.append(name, one)
  }
  return new Response(body === '' || status === 204 || status === 304 ? null : body, { status, headers: response })
}
