import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const anApiIntrospectsTokensMeantForIt: Rule = {
  claim: 'an API can introspect a token for it',
  clause: 'RFC 7662 §2.2',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')
    const api = target.client('api')
    const client = target.client('web')

    const token = text(await target.grant(client), 'access_token')
    const { json } = await target.post(endpoint, api, { token })
    assert.equal(json.active, true)
    assert.equal(json.client_id, client.client_id)
  },
}
