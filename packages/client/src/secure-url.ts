import { isLoopback } from '@valetkey/protocol'

/**
 * Refuses a URL to which no secret may be sent: https anywhere, http only to this computer (RFC 6749 §3.1, §3.2; RFC 6750 §5.3).
 * @throws TypeError naming the switch that allows it
 */
export function assertSecureUrl(url: string, dangerouslyAllowHttp: boolean): void {
  const { protocol } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && (dangerouslyAllowHttp || isLoopback(url)))) return
  const words = `${url} is not https; plain http carries secrets in clear (dangerouslyAllowHttp allows it)`
  throw Object.assign(new TypeError(words), { code: 'ERR_INSECURE_URL' })
}
