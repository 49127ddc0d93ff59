import type { Client } from 'ldapts'
import type { LdapConfig } from '../config/ldap.ts'

/** How to reach a directory. */
export type LdapPlace = Pick<LdapConfig, 'url' | 'startTls' | 'timeout'>

/**
 * Connects, works and disconnects within the time that the configuration allows, whatever the server does. The package is
 * loaded on first use. @throws what `work` throws, and Error if the server does not respond in time
 */
export async function withConnection<T>(place: LdapPlace, work: (client: Client) => Promise<T>): Promise<T> {
  const { Client } = await import('ldapts')
  const ms = place.timeout * 1000
  const client = new Client({ url: place.url, timeout: ms, connectTimeout: ms, strictDN: false })
  let timer: NodeJS.Timeout | undefined
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${place.url} did not respond within ${place.timeout} s`)), ms)
  })
  const done = (async () => {
    if (place.startTls) await client.startTLS({ servername: new URL(place.url).hostname })
    return work(client)
  })()
  try {
    return await Promise.race([done, isLate])
  } finally {
    clearTimeout(timer)
    done.catch(() => undefined)
    // Closes the socket; nobody waits for a server that does not respond.
    client.unbind().catch(() => undefined)
  }
}

/** Results that say that a password is wrong, or that the user may not log in (RFC 4511 §4.1.9). */
const refusals: ReadonlySet<number> = new Set([19, 32, 48, 49, 50, 53])

/**
 * Whether a directory accepts a password. An empty one is never sent: servers take it as an anonymous bind, which succeeds
 * (RFC 4513 §5.1.2).
 */
export async function isAccepted(place: LdapPlace, dn: string, password: string): Promise<boolean> {
  if (password === '' || dn === '') return false
  try {
    await withConnection(place, (client) => client.bind(dn, password))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && refusals.has(Number(error.code))) return false
    throw error
  }
}
