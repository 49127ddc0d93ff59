import { preflightHeaders, withCors } from './cors.ts'
import type { ErrorStyle, ToReply } from './error-reply.ts'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from './request.ts'

/** The values of a path's parameters, decoded; the sender of the request chose them. */
export type PathParameters = Readonly<Record<string, string>>

/** Responds to one method of a route. */
export type Handler = (request: OAuthRequest, parameters: PathParameters) => Promise<Reply>

/** One path of the server. */
export interface Route {
  /** Begins with a slash, or is empty for the issuer itself; a segment `:name` is a parameter, as in `/admin/clients/:id`. */
  readonly path: string
  /** Where the path begins: after the path of the issuer, which is the default, or at the root of the host. */
  readonly at?: 'issuer' | 'host'
  /** By method. HEAD, OPTIONS and 405 are added (RFC 9110 §9.3, §15.5.6). */
  readonly methods: Readonly<Record<string, Handler>>
  /** How refusals are shown: `page` if a browser shows the response. */
  readonly errors: ErrorStyle
  /** Whether pages of any origin may call it: only if no cookie counts. */
  readonly cors: boolean
  /** Where clients discover it, for an endpoint that the metadata lists (RFC 8414 §2). */
  readonly metadata?: RouteMetadata
}

/** What the metadata states about an endpoint. */
export interface RouteMetadata {
  /** The member that holds the endpoint's URL. */
  readonly member: `${string}_endpoint` | 'jwks_uri' | 'check_session_iframe'
  /** Names of the methods by which clients authenticate there; left out if none does. */
  readonly authenticationMethods?: readonly string[]
  /** The algorithms of the JWTs by which clients authenticate there. */
  readonly authenticationAlgorithms?: readonly string[]
}

export interface RouterOptions {
  readonly issuer: string
  /** Turns whatever a handler throws into a reply; never throws itself. */
  readonly toReply: ToReply
  /** Responds if no route has the path. */
  readonly notFound: (request: OAuthRequest) => Promise<Reply>
  /** Adapts what a route with `errors: 'page'` returns to the browser that asked. */
  readonly toBrowser: (request: OAuthRequest, reply: Reply) => Reply
}

/** The route that a request is for. */
export interface Endpoint {
  /** The route's path in full, with its parameters by name; undefined if there is no route. */
  readonly path: string | undefined
  /** Never rejects. */
  handle(request: OAuthRequest): Promise<Reply>
}

/** Finds routes: those without parameters first, by one look-up. */
export interface Router {
  find(url: string): Endpoint
}

/**
 * Joins all routes of the server into one table.
 * @throws TypeError for a path that two routes have, or that is malformed
 */
export function createRouter(routes: readonly Route[], options: RouterOptions): Router {
  const { issuer, notFound, toReply } = options
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const fixed = new Map<string, Endpoint>()
  const patterns: Pattern[] = []
  const taken = new Set<string>()
  for (const route of routes) {
    checkRoute(route)
    const path = route.at === 'host' ? route.path : base + route.path
    const shape = path.replaceAll(/(?<=\/):[^/]+/g, ':')
    if (taken.has(shape)) throw new TypeError(`two routes have the path ${path}: give one of them another path`)
    taken.add(shape)
    const respond = createResponder(route, options)
    if (shape === path) fixed.set(path, { path, handle: (request) => respond(request, noParameters) })
    else patterns.push({ path, segments: path.split('/'), respond })
  }
  const missing: Endpoint = {
    path: undefined,
    handle: (request) => notFound(request).catch((error) => toReply(request, error)),
  }
  return {
    find(url) {
      const { path } = toTarget(url)
      return fixed.get(path) ?? (patterns.length === 0 ? missing : (findPattern(path, patterns) ?? missing))
    },
  }
}

const noParameters: PathParameters = Object.freeze({})

interface Pattern {
  readonly path: string
  readonly segments: readonly string[]
  readonly respond: Handler
}

function checkRoute({ path, methods, metadata }: Route): void {
  if (path !== '' && !/^\/[^?#\s]*$/.test(path))
    throw new TypeError(`the path ${path} of a route must begin with a slash`)
  const names = path.split('/').filter((one) => one.startsWith(':'))
  if (names.some((name) => !/^:[A-Za-z]\w*$/.test(name)) || new Set(names).size < names.length) {
    throw new TypeError(`the route ${path} needs parameters of the form :name, each name once`)
  }
  if (metadata !== undefined && names.length > 0)
    throw new TypeError(
      `the route ${path} has a parameter, so it cannot be ${metadata.member} in the metadata: remove one`,
    )
  const odd = Object.keys(methods).find((method) => !/^[A-Z]+$/.test(method))
  if (odd !== undefined) throw new TypeError(`the method ${odd} of the route ${path} must be in capital letters`)
}

function findPattern(path: string, patterns: readonly Pattern[]): Endpoint | undefined {
  const parts = path.split('/')
  for (const { path: name, segments, respond } of patterns) {
    const parameters = match(segments, parts)
    if (parameters !== undefined) return { path: name, handle: (request) => respond(request, parameters) }
  }
  return undefined
}

/** Compares segment by segment; a parameter takes one that is not empty and is well-formed (RFC 3986 §2.1). */
function match(segments: readonly string[], parts: readonly string[]): PathParameters | undefined {
  if (segments.length !== parts.length) return undefined
  const found: [string, string][] = []
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? ''
    if (!segment.startsWith(':')) {
      if (segment !== part) return undefined
      continue
    }
    const value = decode(part)
    if (value === undefined || value === '') return undefined
    found.push([segment.slice(1), value])
  }
  return Object.fromEntries(found)
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Completes a route: its error style, CORS, HEAD, OPTIONS and 405. */
function createResponder(route: Route, { toReply, toBrowser }: RouterOptions): Handler {
  const { cors, errors } = route
  const complete = (request: OAuthRequest, reply: Reply) => {
    const adapted = errors === 'page' ? toBrowser(request, reply) : reply
    return cors ? withCors(request, adapted) : adapted
  }
  const handlers = new Map<string, Handler>()
  for (const [method, handler] of Object.entries(route.methods)) {
    handlers.set(method, async (request, parameters) => {
      try {
        return complete(request, await handler(request, parameters))
      } catch (error) {
        return complete(request, await toReply(request, error, errors))
      }
    })
  }
  const get = handlers.get('GET')
  if (get && !handlers.has('HEAD'))
    handlers.set('HEAD', async (request, parameters) => ({
      ...(await get(request, parameters)),
      body: '',
      bytes: undefined,
    }))
  const allow = [...new Set([...handlers.keys(), 'OPTIONS'])].join(', ')
  const options: Handler = async (request) => {
    return { status: 204, headers: cors ? preflightHeaders(request, allow) : { allow }, body: '' }
  }
  if (!handlers.has('OPTIONS')) handlers.set('OPTIONS', options)
  const refuseMethod: Handler = async (request) => {
    const body = { error: 'invalid_request', error_description: `this endpoint accepts ${allow}` }
    return complete(request, jsonReply(405, body, { allow }))
  }
  return (request, parameters) => (handlers.get(request.method) ?? refuseMethod)(request, parameters)
}
