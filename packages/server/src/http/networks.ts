import { isIP } from 'node:net'

/** A key that is not an address is a name that a caller may have made up: it is cut at this length. */
const longestName = 64

/**
 * Returns one key for the addresses of a household or machine: an IPv4 address, or the /64 of an IPv6 one. Each address
 * has one key in all notations.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address.slice(0, longestName)
  if (isIP(address) === 0) return address.slice(0, longestName)
  const [head = '', tail] = withoutZone(address).split('::')
  const first = groupsOf(head)
  const last = tail === undefined ? [] : groupsOf(tail)
  const zeros = Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0)
  const groups = [...first, ...zeros, ...last]
  const isIpv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isIpv4) return [groups[6] ?? 0, groups[7] ?? 0].flatMap((two) => [two >> 8, two & 255]).join('.')
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')
}

/** Lists the networks of an address key, narrowest first: IPv4 address and /24; IPv6 /64, /56 and /48. */
export function networksOf(key: string): readonly string[] {
  if (key.includes(':')) {
    const [a = '0', b = '0', c = '0', d = '0'] = key.split(':', 4)
    return [key, `${a}:${b}:${c}:${Number.parseInt(d, 16) >> 8}/56`, `${a}:${b}:${c}/48`]
  }
  const lastDot = key.lastIndexOf('.')
  return lastDot > 0 && isIP(key) === 4 ? [key, `${key.slice(0, lastDot)}/24`] : [key]
}

/** Returns the widest network of an address key, usually one customer of a provider. */
export function siteOf(key: string): string {
  return networksOf(key).at(-1) ?? key
}

function withoutZone(address: string): string {
  const percent = address.indexOf('%')
  return percent < 0 ? address : address.slice(0, percent)
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}
