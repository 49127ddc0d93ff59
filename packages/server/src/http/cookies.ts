/** Reads and writes this server's cookies, whose full names depend on the issuer. */
export interface Cookies {
  /** Reads one cookie from a `Cookie` header; a name that occurs twice is ambiguous and is ignored (RFC 6265 §5.4). */
  readCookie(header: string | null, name: string): string | undefined
  /** Writes a cookie for this host only, which scripts cannot read. */
  writeCookie(name: string, value: string, maxAgeSeconds: number): string
  /** Writes a cookie that scripts of this server read in frames on other sites. */
  writeFrameCookie(name: string, value: string, maxAgeSeconds: number): string
  /** The name of a cookie as browsers know it. */
  toFullName(name: string): string
}

/**
 * Creates the cookies of an issuer. On https they are `__Host-` cookies, which no other host of the domain can set (RFC
 * 6265bis §4.1.3.2). On http, allowed for an issuer on loopback, WebKit drops these and all `Secure` cookies: there the
 * names are plain, and end with the port, because all ports of a host share cookies.
 */
export function createCookies(issuer: string): Cookies {
  const { protocol, port } = new URL(issuer)
  const isHttps = protocol === 'https:'
  const toFullName = (name: string) => (isHttps ? `__Host-${name}` : `${name}${port === '' ? '' : `-${port}`}`)
  const attributes = `HttpOnly; ${isHttps ? 'Secure; ' : ''}SameSite=Lax`
  return {
    readCookie: (header, name) => readOne(header, toFullName(name)),
    toFullName,
    writeFrameCookie: (name, value, maxAgeSeconds) =>
      `${toFullName(name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}${isHttps ? '; Secure; SameSite=None' : ''}`,
    writeCookie: (name, value, maxAgeSeconds) =>
      `${toFullName(name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; ${attributes}`,
  }
}

function readOne(header: string | null, name: string): string | undefined {
  if (header === null || !header.includes(`${name}=`)) return undefined
  let value: string | undefined
  for (const pair of header.split(';')) {
    const one = pair.trim()
    if (one[name.length] !== '=' || !one.startsWith(name)) continue
    if (value !== undefined) return undefined
    value = one.slice(name.length + 1)
  }
  return value !== undefined && /^[A-Za-z0-9\-_.]{1,256}$/.test(value) ? value : undefined
}
