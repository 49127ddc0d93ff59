import { isLoopback } from './redirect-uri.ts'

/** Returns why a text cannot be an issuer identifier (RFC 8414 §2), or undefined if it can. The caller decides whether http is allowed. */
export function issuerFault(issuer: string): string | undefined {
  const host = issuer.replace(/^\/+/, '')
  // `id.example.com:443` and `localhost:4000` parse as URLs whose scheme is the host.
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(issuer) && URL.canParse(`https://${host}`)) {
    const [http, https] = [`http://${host}`, `https://${host}`]
    return `has no scheme: write ${isLoopback(http) ? http : https}`
  }
  if (issuer !== issuer.trim()) return 'has a space or line break at its start or end'
  if (!URL.canParse(issuer)) return 'is not an absolute URL'
  if (!/^https?:$/.test(new URL(issuer).protocol)) return 'is not an https URL'
  if (/[?#]/.test(issuer)) return 'has a query or a fragment'
  return undefined
}
