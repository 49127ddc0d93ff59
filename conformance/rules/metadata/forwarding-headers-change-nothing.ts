import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const forwardingHeadersChangeNothing: Rule = {
  claim: 'X-Forwarded-Host and Forwarded do not change the issuer or an endpoint',
  clause: 'RFC 8414 §6.2',
  async run(target) {
    const { origin, pathname } = new URL(target.issuer)
    const path = pathname === '/' ? '' : pathname
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    const response = await fetch(`${origin}/.well-known/oauth-authorization-server${path}`, { headers })
    const metadata = (await response.json()) as { readonly issuer?: unknown }
    assert.deepEqual(metadata, target.metadata)
    assert.equal(metadata.issuer, target.issuer)
  },
}
