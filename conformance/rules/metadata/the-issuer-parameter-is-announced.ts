import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const theIssuerParameterIsAnnounced: Rule = {
  claim: 'the metadata announces the iss parameter',
  clause: 'RFC 9207 §3',
  async run(target) {
    assert.equal(target.metadata.authorization_response_iss_parameter_supported, true)
  },
}
