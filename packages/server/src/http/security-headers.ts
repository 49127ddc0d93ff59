/** What `Strict-Transport-Security` says, if it is sent (RFC 6797 §6.1). */
export interface Hsts {
  readonly send: boolean
  /** Seconds. */
  readonly maxAge: number
  readonly includeSubDomains: boolean
}

/** Two years, for this host alone: whether its subdomains serve https is not known here. */
const defaultHsts: Hsts = { send: true, maxAge: 63_072_000, includeSubDomains: false }

/** What the headers of every reply depend on. */
export interface CommonHeaderOptions {
  readonly issuer: string
  /** As configured. */
  readonly hsts: Hsts | undefined
  /** Whether another app serves these replies: the host is that app's, so HSTS must have been configured. */
  readonly isEmbedded: boolean
}

/** Headers on every reply. */
export function commonHeaders({ issuer, hsts, isEmbedded }: CommonHeaderOptions): Readonly<Record<string, string>> {
  const wanted = hsts ?? (isEmbedded ? undefined : defaultHsts)
  return {
    'x-content-type-options': 'nosniff',
    ...(wanted?.send === true && mayHaveHsts(issuer) ? { 'strict-transport-security': toHeader(wanted) } : {}),
  }
}

/** A browser would hold it against every other server of this computer, on whichever port. */
function mayHaveHsts(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' && !/(^|\.)localhost\.?$|^127\.|^\[::1\]$/.test(hostname)
}

function toHeader({ maxAge, includeSubDomains }: Hsts): string {
  return `max-age=${maxAge}${includeSubDomains ? '; includeSubDomains' : ''}`
}

/** What a page is for, as far as its headers depend on it. */
export interface PageNeeds {
  /** Lets our own inline script run. */
  readonly nonce: string
  /**
   * `flow`: a form of the page is answered by a redirect to an app, or posts to it. `account`: the page shows what a
   * signed-in user may change here. `other`: everything else.
   */
  readonly kind: PageKind
}

/** What a page is for. */
export type PageKind = 'flow' | 'account' | 'other'

/**
 * Headers of every HTML page (OWASP ASVS 5.0 §3.4; RFC 9700 §4.16 against framing).
 *
 * Pages of a flow have no `form-action`: browsers check it at every redirect after a form, so at those of the app's
 * own callback too, which nobody here knows (CSP3 §6.4.3). Only account pages have `Cross-Origin-Opener-Policy`: it
 * cuts an app that opened a pop-up to log in from that window.
 */
export function pageHeaders({ nonce, kind }: PageNeeds): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `script-src 'nonce-${nonce}'`,
    ...(kind === 'flow' ? [] : ["form-action 'self'"]),
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
    ...(kind === 'account' ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  }
}
