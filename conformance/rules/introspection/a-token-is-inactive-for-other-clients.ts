import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const aTokenIsInactiveForOtherClients: Rule = {
  claim: 'a token of another client is reported as inactive',
  clause: 'RFC 7662 §4',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')
    const other = target.client('other')
    const client = target.client('web')

    const token = text(await target.grant(client), 'access_token')
    assert.deepEqual((await target.post(endpoint, other, { token })).json, { active: false })
  },
}
