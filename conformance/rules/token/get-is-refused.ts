import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const getIsRefused: Rule = {
  claim: 'the token endpoint accepts only POST',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const response = await fetch(`${target.endpoint('token_endpoint')}?grant_type=client_credentials`)
    assert.equal(response.status, 405)
    assert.match(response.headers.get('allow') ?? '', /POST/)
  },
}
