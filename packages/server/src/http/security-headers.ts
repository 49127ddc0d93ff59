/** Headers on every reply. */
export function commonHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    ...(isHttps ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

/** What a page may do besides showing itself. */
export interface PageNeeds {
  /** Lets our own inline script run. */
  readonly nonce: string
  /** Where the page's forms, and the redirects that follow them, may lead besides this server. */
  readonly formTargets: readonly string[]
}

/** Headers of every HTML page (OWASP ASVS 5.0 §3.4; RFC 9700 §4.16 against framing). */
export function pageHeaders({ nonce, formTargets }: PageNeeds): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `script-src 'nonce-${nonce}'`,
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  }
}

/** Finds the CSP source that a redirect URI is: its origin, or its scheme where it has none. */
export function toFormTarget(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}
