import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const theMetadataNamesItsIssuer: Rule = {
  claim: 'the metadata names exactly its issuer',
  clause: 'RFC 8414 §3.3',
  async run(target) {
    assert.equal(target.metadata.issuer, target.issuer)
  },
}
