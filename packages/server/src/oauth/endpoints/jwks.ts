import type { Keys } from '../ports.ts'
import type { Reply } from '../request.ts'

/** How long relying parties may keep the key set, in seconds; a new key is published at least that long before use. */
export const jwksMaxAge = 300

/** Answers the public JWK Set (RFC 7517 §5). */
export function jwksEndpoint({ keys }: { readonly keys: Pick<Keys, 'jwks'> }): () => Promise<Reply> {
  const headers = { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${jwksMaxAge}` }
  return async () => ({ status: 200, headers, body: keys.jwks() })
}
