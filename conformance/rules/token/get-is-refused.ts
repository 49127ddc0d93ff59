import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

/** Holds: the token endpoint takes POST only (RFC 6749 §3.2). */
export const getIsRefused: Rule = {
  claim: 'the token endpoint takes POST only',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const response = await fetch(`${target.endpoint('token_endpoint')}?grant_type=client_credentials`)
    assert.equal(response.status, 405)
    assert.match(response.headers.get('allow') ?? '', /POST/)
  },
}
