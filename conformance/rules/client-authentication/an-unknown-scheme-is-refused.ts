import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { encode } from '../../target/target.ts'

export const anUnknownSchemeIsRefused: Rule = {
  claim: 'an Authorization header of an unknown scheme is rejected',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    const headers = { authorization: 'Unheard-Of x' }
    const body = encode({ grant_type: 'client_credentials' })
    const response = await fetch(target.endpoint('token_endpoint'), { method: 'POST', headers, body })
    assert.equal(response.status, 401)
  },
}
