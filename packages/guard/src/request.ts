import type { SchemeRequest } from './schemes/scheme.ts'

/** The part of a web `Request` that the guard reads. A `Request` fits, and so does a small object. */
export interface GuardRequest {
  readonly method: string
  /** Absolute, or path and query. */
  readonly url: string
  /** Scheme and host of the connection, for a server whose requests have only path and query in `url`. */
  readonly origin?: string | undefined
  /** Returns a header by its lower-case name; a header sent twice is joined with a comma, as `Headers` does. */
  readonly headers: { get(name: string): string | null }
}

/** Adds the absolute URL, made when a scheme reads it. A configured origin replaces any other. */
export function locate(request: GuardRequest, configured: string | undefined): SchemeRequest {
  const { method, url, headers } = request
  return {
    method,
    url,
    headers,
    get absoluteUrl() {
      return absoluteUrl(url, configured ?? request.origin)
    },
  }
}

/** Puts the origin before the path by joining texts: `new URL('//other.example/', origin)` would change the host. */
function absoluteUrl(url: string, origin: string | undefined): string | undefined {
  if (url.startsWith('/')) return origin === undefined ? undefined : URL.parse(origin + url)?.href
  if (url === '*') return origin === undefined ? undefined : URL.parse(origin)?.href
  const given = URL.parse(url)
  if (given === null || !/^https?:$/.test(given.protocol)) return undefined
  return (origin ?? given.origin) + given.pathname + given.search
}

/** Whether a browser asks if it may send the real request (Fetch §4.8). A preflight never carries credentials. */
export function isPreflight({ method, headers }: GuardRequest): boolean {
  return (
    method === 'OPTIONS' &&
    headers.get('origin') !== null &&
    headers.get('access-control-request-method') !== null &&
    headers.get('authorization') === null
  )
}
