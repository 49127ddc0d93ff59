import { assertArgument } from './assert-argument.ts'

/**
 * The origins to which an access token may be sent: those of its APIs, those that the app allows, and the issuer's.
 * An API whose identifier is not a URL has no origin.
 */
export function originsOf(
  resource: readonly string[],
  allowed: readonly string[],
  issuer: string,
): ReadonlySet<string> {
  return new Set([...resource, ...allowed, issuer].map(originOf).filter((origin) => origin !== undefined))
}

function originOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.origin : undefined
}

/** @throws TypeError if a value is not an origin */
export function assertOrigins(origins: readonly string[]): void {
  for (const origin of origins) {
    const isOrigin = typeof origin === 'string' && originOf(origin) === origin.replace(/\/$/, '')
    assertArgument(
      isOrigin,
      `createClient: allowedOrigins: ${origin} is not an origin, such as https://api.example.com`,
    )
  }
}

/**
 * Refuses to send a token to an origin that it is not for: any server that gets it can use it at the API (RFC 9700 §4.9.1).
 * @throws TypeError naming the option that allows it
 */
export function assertOrigin(url: string | URL, origins: ReadonlySet<string>): void {
  const { origin } = new URL(url)
  if (origins.has(origin)) return
  const words = `fetch: the access token is not sent to ${origin}, only to ${[...origins].join(', ')}: set resource to the API's identifier, or allowedOrigins: ['${origin}']`
  throw Object.assign(new TypeError(words), { code: 'ERR_FOREIGN_ORIGIN' })
}
