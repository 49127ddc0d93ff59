/** The readable parts of a JWT. Nothing of it is verified. */
export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly signature: string
}

/** In characters: a longer text is shown as it is. */
const longest = 100_000

/** Decodes a signed JWT (RFC 7519 §7.2); undefined for anything else, such as an opaque or encrypted token. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  if (token.length > longest) return undefined
  const [head = '', body = '', signature, ...rest] = token.split('.')
  if (signature === undefined || rest.length > 0) return undefined
  const header = decodePart(head)
  const claims = decodePart(body)
  return header && claims && { header, claims, signature }
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
