/**
 * Normalizes a resource identifier for comparison: scheme and host in lower case, no slash after a bare origin;
 * the path stays exact (RFC 8707 §2, RFC 3986 §6.2.2.1). Undefined where it is not an absolute URI without fragment.
 */
export function normalizeResource(resource: string): string | undefined {
  if (!URL.canParse(resource) || resource.includes('#') || /[\s\\]/.test(resource)) return undefined
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:)(?:\/\/([^/?]*))?(.*)$/s.exec(resource)
  const [, scheme, authority, rest] = match ?? []
  if (scheme === undefined || rest === undefined) return undefined
  const start = authority === undefined ? scheme.toLowerCase() : `${scheme.toLowerCase()}//${authority.toLowerCase()}`
  return authority !== undefined && rest === '/' ? start : start + rest
}

/** Tells whether two resource identifiers mean the same API. */
export function isSameResource(a: string, b: string): boolean {
  return a === b || (normalizeResource(a) !== undefined && normalizeResource(a) === normalizeResource(b))
}
