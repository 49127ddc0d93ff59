import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

/** Holds: the iss parameter of responses is announced (RFC 9207 §3). */
export const theIssuerParameterIsAnnounced: Rule = {
  claim: 'the iss parameter of responses is announced',
  clause: 'RFC 9207 §3',
  async run(target) {
    assert.equal(target.metadata.authorization_response_iss_parameter_supported, true)
  },
}
