/** Four groups of hexadecimal digits: the network of an IPv6 address, as addresses are recorded. */
const ipv6Network = /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/

/** Writes a recorded network address as users know it: an IPv4 address, or the network of an IPv6 one (RFC 4291 §2.3). */
export function networkName(address: string): string {
  if (!ipv6Network.test(address)) return address
  // The only address of this network that a connection comes from is the computer itself (RFC 4291 §2.5.3).
  return address === '0:0:0:0' ? '::1' : `${address}::/64`
}
