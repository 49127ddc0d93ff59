import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const aCodeGivesAnAccessToken: Rule = {
  claim: 'a code is exchanged for an access token',
  clause: 'RFC 6749 §4.1.4, §5.1',
  async run(target) {
    const client = target.client('web')

    const { headers, json } = await target.grant(client)
    assert.match(headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(String(json.token_type).toLowerCase(), 'bearer')
    assert.equal(typeof json.expires_in, 'number')
  },
}
