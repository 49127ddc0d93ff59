import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'
import { scopes } from '../../target/expect.ts'

export const theGrantedScopeIsReturned: Rule = {
  claim: 'the response contains the granted scope',
  clause: 'RFC 6749 §3.3',
  async run(target) {
    const client = target.client('machine')
    const [first] = scopes(client)
    if (first === undefined) throw new Skip('the client "machine" has no scope')
    const answer = await target.token(client, { grant_type: 'client_credentials', scope: first })
    assertGranted(answer)
    assert.equal(answer.json.scope ?? first, first)
  },
}
