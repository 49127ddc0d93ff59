import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'
import { readDiscovery } from '../../target/openid.ts'

export const theDiscoveryDocumentIsAtItsAddress: Rule = {
  claim: 'the discovery document is JSON at the issuer with /.well-known/openid-configuration, and names its issuer',
  clause: 'OIDC Discovery §4',
  async run(target) {
    const answer = await readDiscovery(target)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(answer.json.issuer, target.issuer)
    const { protocol, search, hash, username } = new URL(target.issuer)
    assert.deepEqual([search, hash, username], ['', '', ''])
    assert.equal(new URL(text(answer, 'token_endpoint')).protocol, protocol)
  },
}
