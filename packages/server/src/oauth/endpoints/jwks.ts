import type { Keys } from '../ports.ts'
import type { Route } from '../router.ts'

/** How long relying parties may keep the key set, in seconds; a new key is published at least that long before use. */
export const jwksMaxAge = 300

/** The public JWK Set (RFC 7517 §5). */
export function jwksRoute({ keys }: { readonly keys: Pick<Keys, 'jwks'> }): Route {
  const headers = { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${jwksMaxAge}` }
  return {
    path: '/jwks',
    methods: { GET: async () => ({ status: 200, headers, body: keys.jwks() }) },
    errors: 'json',
    cors: true,
    metadata: { member: 'jwks_uri' },
  }
}
