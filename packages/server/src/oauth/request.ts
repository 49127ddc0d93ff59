/** The part of the web's `Request` that the core uses, so that a real one fits and a light one is enough. */
export interface OAuthRequest {
  readonly method: string
  /** Path and query, or a whole URL; scheme and host are never read. */
  readonly url: string
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  /** The caller's address as the listener knows it; for limits and the audit only. */
  readonly remoteAddress?: string
  /** The certificate of the TLS connection, whose private key the handshake proved (RFC 8705 §2). */
  readonly certificate?: ClientCertificate
  /** The request's own id, by which the log and the audit name it. */
  readonly id?: string
}

/** A certificate as `X509Certificate` of `node:crypto` has it. */
export interface ClientCertificate {
  /** The DER encoding, of which a token's `cnf.x5t#S256` is the hash (RFC 8705 §3.1). */
  readonly raw: Uint8Array
}

/** What the core returns: plain data. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** The body of a reply that is not text: sent instead of `body`. */
  readonly bytes?: Uint8Array | undefined
}

/** The origin of an event, for the audit log. */
export function originOf(request: OAuthRequest): {
  readonly address: string | undefined
  readonly requestId: string | undefined
} {
  return { address: request.remoteAddress, requestId: request.id }
}

/** Holds the path and the query of a request's URL, both as sent. */
export interface Target {
  readonly path: string
  readonly query: string
}

/** Splits a request's URL into path and query without decoding either. */
export function toTarget(url: string): Target {
  const start = url.startsWith('/') ? 0 : url.indexOf('/', url.indexOf('://') + 3)
  const local = start < 0 ? '/' : start === 0 ? url : url.slice(start)
  const question = local.indexOf('?')
  if (question < 0) return { path: local, query: '' }
  return { path: local.slice(0, question), query: local.slice(question + 1) }
}

/** Builds the absolute URL of a request: the issuer's scheme and host, then path and query as sent. */
export function toAbsoluteUrl({ url }: OAuthRequest, issuer: string): string {
  const { path, query } = toTarget(url)
  return `${new URL(issuer).origin}${path}${query === '' ? '' : `?${query}`}`
}

const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' } as const

/** Builds a JSON reply that no cache keeps (RFC 6749 §5.1). */
export function jsonReply(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return { status, headers: headers ? { ...jsonHeaders, ...headers } : jsonHeaders, body: JSON.stringify(body) }
}

/** Builds a redirect that turns any method into GET: 303, never 307 (RFC 9700 §4.12). */
export function seeOther(location: string, headers?: Reply['headers']): Reply {
  return {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...headers },
    body: '',
  }
}
