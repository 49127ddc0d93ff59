import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { addressKey } from './networks.ts'

/** Tells whether an address is one of the trusted proxies; undefined where there are none, so that nobody pays for them. */
export type TrustedProxies = ((address: string) => boolean) | undefined

/** Reads addresses and networks (`10.0.0.0/8`), once at the start. @throws Error for an entry that is neither */
export function createTrustedProxies(entries: readonly string[]): TrustedProxies {
  if (entries.length === 0) return undefined
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    if (prefix === undefined) list.addAddress(plain(address), familyOf(plain(address)))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  // What stands in a header may be no address at all, which the list would refuse with an error.
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

/** Proxies write at the end; what a caller wrote before is not read. */
const longestForwarded = 2_000

/**
 * Tells where a request comes from: the socket's peer, or, where that is a trusted proxy, the nearest address in
 * `X-Forwarded-For` that is none. For limits and logs only; nothing is decided by it.
 */
export function remoteAddress(request: IncomingMessage, isProxy: TrustedProxies): string {
  const peer = peerOf(request)
  if (isProxy === undefined || !isProxy(peer)) return addressKey(peer)
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .slice(-longestForwarded)
    .split(',')
    .map((part) => plain(part.trim()))
    .filter((part) => part !== '')
  return addressKey(forwarded.findLast((address) => !isProxy(address)) ?? peer)
}

/** Writes an address, in whichever form it is given, as `remoteAddress` does, for an app that knows itself who called. */
export function normalizeAddress(address: string): string {
  return addressKey(plain(address))
}

/** Tells whether a trusted proxy passed a request on, so that its headers are believed. */
export function isFromProxy(request: IncomingMessage, isProxy: TrustedProxies): boolean {
  return isProxy?.(peerOf(request)) === true
}

function peerOf(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? 'unknown')
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/** Leaves the bare address: some proxies write its port, too, which is another one with each connection. */
function plain(address: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  return bare.startsWith('::ffff:') ? bare.slice(7) : bare
}
