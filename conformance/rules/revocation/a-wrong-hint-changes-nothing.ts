import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const aWrongHintChangesNothing: Rule = {
  claim: 'a wrong token_type_hint changes nothing',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    const introspection = target.endpoint('introspection_endpoint')
    const client = target.client('web')

    const token = text(await target.grant(client), 'access_token')
    assert.equal((await target.post(endpoint, client, { token, token_type_hint: 'refresh_token' })).status, 200)
    assert.deepEqual((await target.post(introspection, client, { token })).json, { active: false })
  },
}
