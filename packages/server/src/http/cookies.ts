/** Reads one cookie from a `Cookie` header; a name that occurs twice is ambiguous and so not read (RFC 6265 §5.4). */
export function readCookie(header: string | null, name: string): string | undefined {
  if (header === null) return undefined
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  const [value, second] = values
  return value === undefined || second !== undefined || !/^[A-Za-z0-9\-_]{1,128}$/.test(value) ? undefined : value
}

/** Writes a cookie that only this host gets, and no script reads; browsers take it on https and on http://localhost. */
export function writeCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Lax`
}
