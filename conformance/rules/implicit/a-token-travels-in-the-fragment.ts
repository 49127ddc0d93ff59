import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { withoutChallenge } from '../../target/expect.ts'

export const aTokenTravelsInTheFragment: Rule = {
  claim: 'the implicit grant responds in the fragment, without a refresh token',
  clause: 'RFC 6749 §4.2.2',
  async run(target) {
    target.person()
    const outcome = await target.authorize(target.client('implicit'), { response_type: 'token', ...withoutChallenge })
    assert.equal(outcome.by, 'fragment')
    assert.ok(outcome.fields.get('access_token'), `${outcome.fields}`)
    assert.equal(outcome.fields.get('token_type')?.toLowerCase(), 'bearer')
    assert.equal(outcome.fields.get('state'), outcome.state)
    assert.equal(outcome.fields.has('refresh_token'), false)
  },
}
