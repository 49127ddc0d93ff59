import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { addressKey } from './networks.ts'

/** Checks whether an address is a trusted proxy; undefined if there are none, to avoid the cost. */
export type TrustedProxies = ((address: string) => boolean) | undefined

/** Parses addresses and networks (`10.0.0.0/8`) once at start. @throws Error for an entry that is neither */
export function createTrustedProxies(entries: readonly string[]): TrustedProxies {
  if (entries.length === 0) return undefined
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    if (prefix === undefined) list.addAddress(plain(address), familyOf(plain(address)))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  // The header may contain something other than an address, for which the list would throw.
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

/** Proxies append; earlier text, which the caller wrote, is not read. */
const longestForwarded = 2_000

/**
 * Returns the origin of a request: the socket's peer, or, if that is a trusted proxy, the nearest address in
 * `X-Forwarded-For` that is not one. For limits and logs only; no decision depends on it.
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

/** Normalizes an address like `remoteAddress` does, for an application that knows the caller itself. */
export function normalizeAddress(address: string): string {
  return addressKey(plain(address))
}

/** Checks whether a trusted proxy sent a request, so that its headers can be believed. */
export function isFromProxy(request: IncomingMessage, isProxy: TrustedProxies): boolean {
  return isProxy?.(peerOf(request)) === true
}

function peerOf(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? 'unknown')
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/** Removes the port that some proxies add, which differs for each connection. */
function plain(address: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  return bare.startsWith('::ffff:') ? bare.slice(7) : bare
}
