import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** A header occurs twice, and Node would silently keep the first: 400. */
export class RepeatedHeader extends Error {
  override readonly name = 'RepeatedHeader'
}

/** A request names a host that this server does not serve: 421 (RFC 9110 §15.5.20). */
export class UnknownHost extends Error {
  override readonly name = 'UnknownHost'
}

/** A request expects something other than `100-continue`: 417 (RFC 9110 §15.5.18). */
export class UnknownExpectation extends Error {
  override readonly name = 'UnknownExpectation'
}

/** Checks whether a request may name this host. */
export type HostCheck = (host: string) => boolean

/**
 * Finds faults in a head that Node accepts. `Cookie` may occur more than once, as HTTP/2 gateways send it, and Node
 * itself refuses a repeated `Content-Length`.
 */
export function faultInHead(
  { rawHeaders, headers }: IncomingMessage,
  isHost: HostCheck | undefined,
): Error | undefined {
  let seen = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string // names and values alternate
    const bit = bitOf(name)
    if (bit !== 0 && (seen & bit) !== 0)
      return new RepeatedHeader(`the header ${name} was sent more than once: send it once`)
    seen |= bit
  }
  if (headers.expect !== undefined && !/\b100-continue\b/i.test(headers.expect)) {
    return new UnknownExpectation('the Expect header has an unsupported value: send 100-continue or leave it out')
  }
  if (isHost === undefined || headers.host === undefined || isHost(headers.host)) return undefined
  return new UnknownHost(
    `the Host header is ${printable(headers.host)}, which this server does not serve: use the issuer's host, or add the name to listen.allowedHosts`,
  )
}

/** Compares the length first: this runs for each header of each request. */
function bitOf(name: string): number {
  if (name.length === 4) return name.toLowerCase() === 'host' ? 1 : 0
  if (name.length === 13) return name.toLowerCase() === 'authorization' ? 2 : 0
  return name.length === 12 && name.toLowerCase() === 'content-type' ? 4 : 0
}

/**
 * Creates the host check of a server on localhost. A web site can point its own name here (DNS rebinding), but not an
 * IP address or a name without a dot, which containers on one network use for each other.
 */
export function createHostCheck(allowedHosts: readonly string[]): HostCheck {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()))
  let lastAllowed: string | undefined
  return (host) => {
    if (host === lastAllowed) return true
    const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
    const isAllowed =
      !name.includes('.') ||
      name.endsWith('.localhost') ||
      isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 ||
      allowed.has(name)
    if (isAllowed) lastAllowed = host
    return isAllowed
  }
}

function printable(host: string): string {
  return JSON.stringify(host.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?'))
}
