import { isLoopback } from '@valetkey/protocol'

/**
 * Refuses a URL to which secrets must not be sent: https is allowed anywhere, http only to this computer (RFC 6749 §3.1, §3.2; RFC 6750 §5.3).
 * @throws TypeError naming the option that allows it
 */
export function assertSecureUrl(url: string, dangerouslyAllowHttp: boolean): void {
  const { protocol } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && (dangerouslyAllowHttp || isLoopback(url)))) return
  throw insecure(`${url} is not https; plain http carries secrets in clear (dangerouslyAllowHttp allows it)`)
}

/**
 * Refuses an endpoint of the authorization server to which no secret may be sent. The metadata of an https issuer cannot lead to
 * plain http, not even on this computer, where any program may listen (RFC 8414 §6.1).
 * @throws TypeError
 */
export function assertEndpoint(url: string, issuer: string, dangerouslyAllowHttp: boolean): void {
  if (new URL(issuer).protocol === 'https:' && new URL(url).protocol !== 'https:') {
    throw insecure(`${url} is not https, and the issuer ${issuer} is`)
  }
  assertSecureUrl(url, dangerouslyAllowHttp)
}

function insecure(words: string): TypeError {
  return Object.assign(new TypeError(words), { code: 'ERR_INSECURE_URL' })
}
