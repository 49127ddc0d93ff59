import { isLoopback } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { Keys } from '../ports.ts'

/**
 * Returns the `sub` that a client sees of a user (OIDC Core §8): the account's id, or for a client with pairwise subjects
 * one that clients of no other sector see. It depends on the server's secret, which lasts as long as the database.
 */
export function subjectOf(accountId: string, client: Client, keys: Pick<Keys, 'mac'>): string {
  if (client.metadata.subject_type !== 'pairwise') return accountId
  const message = Buffer.from(JSON.stringify([...sectorOf(client), accountId]))
  return Buffer.from(keys.mac('pairwise_subject', message)).toString('base64url')
}

/**
 * Returns the `sid` of a session for a client (OIDC Back-Channel Logout §2.1). With pairwise subjects it differs from sector to
 * sector: otherwise two apps could find out that they have the same user.
 */
export function sessionIdOf(sid: string, client: Client, keys: Pick<Keys, 'mac'>): string {
  if (client.metadata.subject_type !== 'pairwise') return sid
  const message = Buffer.from(JSON.stringify([...sectorOf(client), 'sid', sid]))
  return Buffer.from(keys.mac('pairwise_subject', message)).toString('base64url')
}

/** Names the sector of a client: the host of its sector identifier or of its redirect URIs (OIDC Core §8.1), or the client. */
function sectorOf({ metadata, redirectUris, id }: Client): readonly [kind: 'host' | 'client', name: string] {
  const { sector_identifier_uri: sector } = metadata
  const hosts = new Set(sector === undefined ? redirectUris.map(hostOf) : [URL.parse(sector)?.hostname])
  const [host] = hosts
  return hosts.size === 1 && host !== undefined ? ['host', host] : ['client', id]
}

/** Returns the host of a redirect URI. A URI of a private scheme has none, and any program on a device may wait on loopback (RFC 8252 §7.1, §7.3). */
export function hostOf(redirectUri: string): string | undefined {
  const { protocol, hostname } = new URL(redirectUri)
  return protocol === 'https:' || (protocol === 'http:' && !isLoopback(redirectUri)) ? hostname : undefined
}
