import { BlockList, isIP } from 'node:net'

/** IPv4 networks that are not on the public internet (IANA special-purpose registry), and one that clouds use inside. */
const notPublic: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT, RFC 6598; also 100.100.100.200, metadata of Alibaba Cloud
  '127.0.0.0/8',
  '168.63.129.16/32', // the host of an Azure machine
  '169.254.0.0/16', // link-local, RFC 3927; also 169.254.169.254, metadata of most clouds
  '172.16.0.0/12',
  '192.0.0.0/24', // also 192.0.0.192, metadata of Oracle Cloud
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]

/** The same for IPv6, within the addresses that are in use (2000::/3); all others are refused. */
const notPublic6: readonly string[] = [
  '2001::/23', // IETF assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
]

/** Networks that no host is in which an operator can mean: this machine by its zero address, metadata, multicast. */
const neverMeant: readonly string[] = [
  '0.0.0.0/8',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fd00:ec2::254/128', // metadata of AWS
  'fd20:ce::254/128', // metadata of Google Cloud
]

const privateIpv4 = listOf(notPublic)
const privateIpv6 = listOf([...notPublic6, ...notPublic.map(translated)])
/** 64:ff9b::/96 is the well-known prefix of NAT64: a network without IPv4 reaches public IPv4 hosts by it (RFC 6052). */
const usableIpv6 = listOf(['2000::/3', '64:ff9b::/96'])
const intranetIpv6 = listOf(['fc00::/7', '::1/128'])
const never = listOf(neverMeant)

/**
 * Checks whether an address is on the public internet. IPv4 addresses within IPv6 ones (mapped, compatible, 6to4, Teredo)
 * are refused whatever they are; those behind NAT64 are checked.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !privateIpv4.check(address, 'ipv4')
  return isPlainIpv6(address) && usableIpv6.check(address, 'ipv6') && !privateIpv6.check(address, 'ipv6')
}

/** Checks whether an address can be that of a host which the operator allowed: public, or of the intranet or this machine. */
export function isIntranetAddress(address: string): boolean {
  if (isIP(address) === 4) return !never.check(address, 'ipv4')
  if (isPublicAddress(address)) return true
  return isPlainIpv6(address) && intranetIpv6.check(address, 'ipv6') && !never.check(address, 'ipv6')
}

/** An address with a zone (`fe80::1%eth0`) is local to a link. */
function isPlainIpv6(address: string): boolean {
  return isIP(address) === 6 && !address.includes('%')
}

/** Writes an IPv4 network as its addresses behind NAT64. */
function translated(network: string): string {
  const [address, bits] = network.split('/')
  return `64:ff9b::${address}/${96 + Number(bits)}`
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
