import { z } from 'zod'

/** Checks whether a URL leads to this computer. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

/** Returns the port of a URL, explicit or default. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

export const issuer = z
  .string()
  .superRefine((text, context) => {
    const fault = issuerFault(text)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .transform((text) => (new URL(text).pathname === '/' ? text.replace(/\/$/, '') : text))
  .optional()
  .describe(
    'The URL at which users and clients reach the server; it is the `iss` of every token. Must be https, except http://localhost:PORT in development. Default: `http://localhost:PORT`.',
  )

/**
 * Describes how an issuer with a trailing slash is published; clients compare issuers character by character (RFC 8414
 * §3.3).
 */
export function issuerNote(text: string): string | undefined {
  if (!text.endsWith('/') || !URL.canParse(text)) return undefined
  return new URL(text).pathname === '/'
    ? `issuer: ${text} is published as ${text.slice(0, -1)}, without the slash at its end: configure clients with that`
    : `issuer: ${text} ends with a slash, and clients must name it with that slash; most servers publish ${text.slice(0, -1)}`
}

/**
 * The characters allowed in a quoted part of a header; an international host name is sent in another form (RFC 5890
 * §2.3.2.1).
 */
const urlCharacters = /^[!#-[\]-~]+$/

/** Adds a scheme to a bare host. */
function toUrl(host: string): string {
  return isLoopbackUrl(`http://${host}`) ? `http://${host}` : `https://${host}`
}

function issuerFault(text: string): string | undefined {
  const missing = /^[a-z0-9.-]+$|^(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):[0-9]+(?:\/|$)/i.test(text) ? toUrl(text) : undefined
  if (missing !== undefined) return `must be an absolute URL: ${text} has no scheme; write ${missing}`
  if (!URL.canParse(text)) return 'must be an absolute URL such as https://id.example.com'
  const url = new URL(text)
  if (url.search !== '' || url.hash !== '') return 'must have neither query nor fragment (RFC 8414 §2)'
  if (url.username !== '' || url.password !== '') return 'must not contain a user name'
  if (!urlCharacters.test(text)) {
    const right = url.pathname === '/' ? url.origin : url.href
    return `must have only characters that a URL has (RFC 3986 §2); write ${right}`
  }
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:' && isLoopbackUrl(text)) return undefined
  return 'must begin with https:// (RFC 8414 §2); plain http is for localhost only'
}
