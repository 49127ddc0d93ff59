import type { IncomingMessage } from 'node:http'
import { addressKey } from './limits.ts'

/**
 * Tells where a request comes from: the socket's peer, or, where that is a trusted proxy, the nearest address in
 * `X-Forwarded-For` that is none. For limits and logs only; nothing is decided by it.
 */
export function remoteAddress(request: IncomingMessage, trustedProxies: ReadonlySet<string>): string {
  const peer = plain(request.socket.remoteAddress ?? 'unknown')
  if (!trustedProxies.has(peer)) return addressKey(peer)
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => plain(part.trim()))
    .filter((part) => part !== '')
  return addressKey(forwarded.findLast((address) => !trustedProxies.has(address)) ?? peer)
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
