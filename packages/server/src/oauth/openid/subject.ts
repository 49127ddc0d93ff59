import type { Client } from '../client.ts'
import type { Keys } from '../ports.ts'

/**
 * Returns the `sub` that a client sees of a user (OIDC Core §8): the account's id, or for a client with pairwise subjects
 * one that clients of no other sector see.
 */
export function subjectOf(accountId: string, client: Client, keys: Pick<Keys, 'mac'>): string {
  if (client.metadata.subject_type !== 'pairwise') return accountId
  const message = Buffer.from(JSON.stringify([sectorOf(client), accountId]))
  return Buffer.from(keys.mac('pairwise_subject', message)).toString('base64url')
}

/** Names the sector of a client: the host of its sector identifier or of its redirect URIs (OIDC Core §8.1). */
function sectorOf({ metadata, redirectUris, id }: Client): string {
  const uri = metadata.sector_identifier_uri ?? redirectUris[0]
  // A URI of a private scheme has no host, and belongs to one client (RFC 8252 §7.1).
  return (uri === undefined ? '' : new URL(uri).host) || id
}
