import type { IncomingMessage } from 'node:http'
import { addressKey } from './limits.ts'

/**
 * Tells where a request comes from: the socket's peer, or, where that is a trusted proxy, the nearest address in
 * `X-Forwarded-For` that is none. For limits and logs only; nothing is decided by it.
 */
export function remoteAddress(request: IncomingMessage, trustedProxies: ReadonlySet<string>): string {
  const peer = peerOf(request)
  if (!trustedProxies.has(peer)) return addressKey(peer)
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => plain(part.trim()))
    .filter((part) => part !== '')
  return addressKey(forwarded.findLast((address) => !trustedProxies.has(address)) ?? peer)
}

/** Tells whether a trusted proxy passed a request on, so that its headers are believed. */
export function isFromProxy(request: IncomingMessage, trustedProxies: ReadonlySet<string>): boolean {
  return trustedProxies.size > 0 && trustedProxies.has(peerOf(request))
}

function peerOf(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? 'unknown')
}

/** Leaves the bare address: some proxies write its port, too, which is another one with each connection. */
function plain(address: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  return bare.startsWith('::ffff:') ? bare.slice(7) : bare
}
