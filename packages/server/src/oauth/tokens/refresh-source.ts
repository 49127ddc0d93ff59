import { LRUCache } from 'lru-cache'
import type { Keys } from '../ports.ts'

/** Where a refresh token was used from. */
export interface RefreshSource {
  readonly address: string | undefined
  readonly userAgent: string | undefined
}

const bytes = 12

/** Hashes are remembered for texts of at most so many characters, so that callers fill no memory. */
const longestRemembered = 256
const mostRemembered = 1_000

/**
 * Creates the hash of a source: the network and the user agent of a request, each by itself, under a key that is not in the
 * database, because both have so few values that anybody could try them all against a bare hash. Most requests come from a
 * few networks and user agents, whose hashes are remembered.
 */
export function createSourceHash(keys: Pick<Keys, 'mac'>): (source: RefreshSource) => string {
  const remembered = new LRUCache<string, string>({ max: mostRemembered })
  const hash = (text: string): string => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const made = Buffer.from(keys.mac('refresh_origin', Buffer.from(text)).subarray(0, bytes)).toString('base64url')
    if (text.length <= longestRemembered) remembered.set(text, made)
    return made
  }
  return ({ address, userAgent }) => `${hash(`network ${networkOf(address)}`)}.${hash(`user agent ${userAgent ?? ''}`)}`
}

/** Lists what differs between two sources; nothing if the first is unknown. */
export function differences(before: string | undefined, now: string): readonly ('network' | 'user agent')[] {
  if (before === undefined) return []
  const [network, userAgent] = before.split('.')
  const [networkNow, userAgentNow] = now.split('.')
  return [
    ...(network === networkNow ? [] : ['network' as const]),
    ...(userAgent === userAgentNow ? [] : ['user agent' as const]),
  ]
}

/** The first three bytes of an IPv4 address, the first three groups of an IPv6 one: what a device keeps while its address changes. */
function networkOf(address = ''): string {
  return address.includes(':') ? address.split(':').slice(0, 3).join(':') : address.split('.').slice(0, 3).join('.')
}
