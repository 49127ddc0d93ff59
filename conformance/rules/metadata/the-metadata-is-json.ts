import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const theMetadataIsJson: Rule = {
  claim: 'the metadata is JSON with status 200',
  clause: 'RFC 8414 §3.2',
  async run(target) {
    const { origin, pathname } = new URL(target.issuer)
    const path = pathname === '/' ? '' : pathname
    const response = await fetch(`${origin}/.well-known/oauth-authorization-server${path}`)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  },
}
