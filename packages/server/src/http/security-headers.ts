/** The content of `Strict-Transport-Security`, if sent (RFC 6797 §6.1). */
export interface Hsts {
  readonly send: boolean
  /** Seconds. */
  readonly maxAge: number
  readonly includeSubDomains: boolean
}

/** Two years, for this host only: its subdomains may not serve https. */
const defaultHsts: Hsts = { send: true, maxAge: 63_072_000, includeSubDomains: false }

export interface CommonHeaderOptions {
  readonly issuer: string
  /** As configured. */
  readonly hsts: Hsts | undefined
  /** Whether another app serves these replies: the host is that app's, so HSTS must be configured explicitly. */
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

/** A browser would apply it to every other server of this computer, on any port. */
function mayHaveHsts(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' && !/(^|\.)localhost\.?$|^127\.|^\[::1\]$/.test(hostname)
}

function toHeader({ maxAge, includeSubDomains }: Hsts): string {
  return `max-age=${maxAge}${includeSubDomains ? '; includeSubDomains' : ''}`
}

/** The properties of a page that its headers depend on. */
export interface PageNeeds {
  /** Allows our own inline script. */
  readonly nonce: string
  /**
   * `flow`: a form of the page is answered by a redirect to an app, or posts to it. `account`: the page shows settings
   * that a signed-in user can change. `other`: everything else.
   */
  readonly kind: PageKind
  /** The one origin that may frame the page, or `anyone`; left out, none may. */
  readonly framedBy?: string
  /** The origins of the frames in the page; left out, it has none. */
  readonly frames?: readonly string[]
  /** Whether the page's script sends requests to this server. */
  readonly connects?: boolean
}

export type PageKind = 'flow' | 'account' | 'other'

/** An origin that a policy can name: IPv6 addresses are none (CSP3 §2.3.1), and other characters could end the directive. */
const plainOrigin = /^https?:\/\/[a-z0-9.-]+(?::\d+)?$/

/**
 * Headers of every HTML page (OWASP ASVS 5.0 §3.4; RFC 9700 §4.16 against framing).
 * Pages of a flow have no `form-action`: browsers check it at every redirect after a form, including the app's own
 * further redirects, which are unknown here (CSP3 §6.4.3). Only account pages have `Cross-Origin-Opener-Policy`: it
 * would cut an app off from the pop-up in which its user logs in.
 */
export function pageHeaders({
  nonce,
  kind,
  framedBy,
  frames = [],
  connects = false,
}: PageNeeds): Readonly<Record<string, string>> {
  const named = framedBy !== undefined && plainOrigin.test(framedBy) ? framedBy : undefined
  const ancestor = framedBy === 'anyone' ? '*' : named
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `script-src 'nonce-${nonce}'`,
    ...(connects ? ["connect-src 'self'"] : []),
    ...(frames.length === 0 ? [] : [`frame-src ${frames.filter((one) => plainOrigin.test(one)).join(' ')}`]),
    ...(kind === 'flow' ? [] : ["form-action 'self'"]),
    "base-uri 'none'",
    "object-src 'none'",
    `frame-ancestors ${ancestor ?? "'none'"}`,
  ].join('; ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    // It cannot name an origin, and browsers that know frame-ancestors ignore it (CSP3 §6.4.2.1).
    ...(ancestor === undefined ? { 'x-frame-options': 'DENY' } : {}),
    ...(kind === 'account' ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  }
}
