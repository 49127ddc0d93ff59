import { isIP } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Client } from 'ldapts'
import type { LdapConfig } from '../config/ldap.ts'
import { certificateFault } from '../http/outbound/certificate-fault.ts'
import { refusalReason } from './refusal-reason.ts'

/** How to reach a directory. */
export interface LdapPlace extends Pick<LdapConfig, 'url' | 'startTls' | 'timeout'> {
  /** Further certificate authorities, made on first use. */
  readonly secureContext?: (() => SecureContext) | undefined
}

/** The operations of a connection. */
export type LdapConnection = Pick<Client, 'bind' | 'search'>

/**
 * Connects, works and disconnects within the time that the configuration allows, whatever the server does. The package is
 * loaded on first use. @throws what `work` throws, and Error if the server does not respond in time or is not trusted
 */
export async function withConnection<T>(
  place: LdapPlace,
  work: (connection: LdapConnection) => Promise<T>,
): Promise<T> {
  const { Client } = await import('ldapts')
  const { url, startTls, timeout } = place
  const ms = timeout * 1000
  const trusted = place.secureContext === undefined ? {} : { secureContext: place.secureContext() }
  // Options for TLS make the library begin with TLS also at ldap://.
  const tlsOptions = url.startsWith('ldaps:') ? { tlsOptions: trusted } : {}
  const client = new Client({ url, timeout: ms, connectTimeout: ms, strictDN: false, ...tlsOptions })
  let timer: NodeJS.Timeout | undefined
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${url} did not respond within ${timeout} s`)), ms)
  })
  const done = (async () => {
    if (startTls) await client.startTLS({ ...toServer(url), ...trusted })
    return work(client)
  })()
  try {
    return await Promise.race([done, isLate])
  } catch (cause) {
    const fault = certificateFault(cause)
    throw fault === undefined ? cause : new Error(`${url}: ${fault}`, { cause })
  } finally {
    clearTimeout(timer)
    done.catch(() => undefined)
    // Closes the socket; nobody waits for a server that does not respond.
    client.unbind().catch(() => undefined)
  }
}

/** The name that the certificate must have. An address is never sent as a name (RFC 6066 §3). */
function toServer(url: string) {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(host) === 0 ? { host, servername: host } : { host }
}

/** Results that say that a password is wrong, or that the user may not log in (RFC 4511 §4.1.9). */
const refusals: ReadonlySet<number> = new Set([19, 32, 48, 49, 50, 53])

/** Whether a directory accepts a password; else why not, if the directory says more than that it is wrong. */
export type Verdict = { readonly accepted: true } | { readonly accepted: false; readonly reason?: string | undefined }

/**
 * Asks a directory about a password. An empty one is never sent: servers take it as an anonymous bind, which succeeds
 * (RFC 4513 §5.1.2).
 */
export async function tryPassword(place: LdapPlace, dn: string, password: string): Promise<Verdict> {
  if (password === '' || dn === '') return { accepted: false }
  try {
    await withConnection(place, (connection) => connection.bind(dn, password))
    return { accepted: true }
  } catch (error) {
    if (error instanceof Error && 'code' in error && refusals.has(Number(error.code)))
      return { accepted: false, reason: refusalReason(error.message) }
    throw error
  }
}
