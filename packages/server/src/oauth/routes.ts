import { preflightHeaders, withCors } from './cors.ts'
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
  const open = (reply: Reply) => (cors ? withCors(reply) : reply)
  const handlers = new Map<string, Handler>()
  for (const [method, handler] of Object.entries(methods)) {
    handlers.set(method, async (request) => {
      try {
        return open(await handler(request))
      } catch (error) {
        return open(toReply(error, route, request))
      }
    })
  }
  const get = handlers.get('GET')
  if (get) handlers.set('HEAD', async (request) => ({ ...(await get(request)), body: '' }))
  const allow = [...handlers.keys(), 'OPTIONS'].join(', ')
  handlers.set('OPTIONS', async (request) => {
    return { status: 204, headers: cors ? preflightHeaders(request, allow) : { allow }, body: '' }
  })
  const otherwise: Handler = async () =>
    open(jsonReply(405, { error: 'invalid_request', error_description: `this endpoint accepts ${allow}` }, { allow }))
  return { methods: handlers, otherwise }
}
