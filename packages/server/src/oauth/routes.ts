import { jsonReply, type OAuthRequest, type Reply } from './request.ts'

/** Answers one kind of request. */
export type Handler = (request: OAuthRequest) => Promise<Reply>

/** A path, what answers each method there, and whether pages of other origins may call it. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Record<string, Handler>>
  readonly cors: boolean
  /** Whether a browser shows what is answered here, so that errors are pages. */
  readonly page?: boolean
}

/** Turns a thrown error into a reply. */
export type ToReply = (error: unknown, route: Route) => Reply

/** Turns anything thrown at an endpoint into a reply: that one goes through what every reply of the endpoint does. */
export type Answering = (error: unknown, route: Route, request: OAuthRequest) => Reply

const exposed = 'www-authenticate, retry-after'
const allowedHeaders = 'authorization, content-type, dpop, mcp-protocol-version'

/** Builds the look-up from method and path to a handler, with HEAD, OPTIONS and 405 filled in (RFC 9110 §9.3, §15.5.6). */
export function routeTable(
  routes: readonly Route[],
  toReply: Answering,
): (method: string, path: string) => Handler | undefined {
  const table = new Map(routes.map((route) => [route.path, complete(route, toReply)]))
  return (method, path) => {
    const entry = table.get(path)
    return entry && (entry.methods.get(method) ?? entry.otherwise)
  }
}

function complete(route: Route, toReply: Answering) {
  const { methods, cors } = route
  const handlers = new Map<string, Handler>()
  for (const [method, handler] of Object.entries(methods)) {
    const guarded: Handler = async (request) => {
      try {
        return await handler(request)
      } catch (error) {
        return toReply(error, route, request)
      }
    }
    handlers.set(method, cors ? withCors(guarded) : guarded)
  }
  const get = handlers.get('GET')
  if (get) handlers.set('HEAD', async (request) => ({ ...(await get(request)), body: '' }))
  const allow = [...handlers.keys(), 'OPTIONS'].join(', ')
  handlers.set('OPTIONS', async () => ({ status: 204, headers: cors ? preflight(allow) : { allow }, body: '' }))
  const otherwise: Handler = async () =>
    jsonReply(405, { error: 'invalid_request', error_description: `this endpoint answers ${allow}` }, { allow })
  return { methods: handlers, otherwise }
}

/** Any origin, never with credentials: what these endpoints answer depends on no cookie. */
function withCors(handler: Handler): Handler {
  return async (request) => {
    const reply = await handler(request)
    if (request.headers.get('origin') === null) return reply
    return {
      ...reply,
      headers: { ...reply.headers, 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed },
    }
  }
}

function preflight(allow: string): Readonly<Record<string, string>> {
  return {
    allow,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': allow,
    'access-control-allow-headers': allowedHeaders,
    'access-control-max-age': '86400',
  }
}
