import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

/** Holds: a body that is not form-encoded is refused (RFC 6749 §3.2). */
export const aJsonBodyIsRefused: Rule = {
  claim: 'a body that is not form-encoded is refused',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(target.endpoint('token_endpoint'), {
      method: 'POST',
      headers,
      body: '{"grant_type":"client_credentials"}',
    })
    assert.ok(response.status >= 400 && response.status < 500, `it was answered with ${response.status}`)
  },
}
