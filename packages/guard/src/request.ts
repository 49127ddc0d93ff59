/** Holds the part of a web `Request` that the guard reads, so that a `Request` fits and so does a light object. */
export interface GuardRequest {
  readonly method: string
  /** Absolute, or path and query. */
  readonly url: string
  /** Answers a header by its lower-case name; a header sent twice is joined with a comma, as `Headers` does. */
  readonly headers: { get(name: string): string | null }
}

/**
 * Tells whether a browser asks if it may send the real request (Fetch §4.8). It never carries credentials,
 * so what carries them is not one.
 */
export function isPreflight({ method, headers }: GuardRequest): boolean {
  return (
    method === 'OPTIONS' &&
    headers.get('origin') !== null &&
    headers.get('access-control-request-method') !== null &&
    headers.get('authorization') === null
  )
}
