import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const theMetadataHasTheRequiredMembers: Rule = {
  claim: 'the metadata lists endpoints and response types',
  clause: 'RFC 8414 §2',
  async run(target) {
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'])
      assert.ok(URL.canParse(target.endpoint(name)), name)
    assert.ok(Array.isArray(target.metadata.response_types_supported))
  },
}
