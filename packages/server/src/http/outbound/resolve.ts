import { ADDRCONFIG } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'

/** Finds the addresses of a name. It rejects, or returns none, for one that is unknown. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>

/**
 * Asks the name servers of this machine. Unlike the resolver of the operating system this occupies no thread: callers
 * choose the names, and the threads also hash passwords. It reads no hosts file and appends no search domain.
 */
export async function resolveByDns(name: string, signal: AbortSignal): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [ipv4, ipv6].flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    if (found.length === 0 && ipv4.status === 'rejected') throw ipv4.reason
    return found
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Asks the operating system, for names that the operator allowed: they may be in a hosts file or a search domain. */
export async function resolveBySystem(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, hints: ADDRCONFIG })
  return found.map(({ address }) => address)
}
