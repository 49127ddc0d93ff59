import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnknownClientLooksLikeAWrongSecret: Rule = {
  claim: 'an unknown client looks like a wrong secret',
  clause: 'RFC 6749 §10.1',
  async run(target) {
    const client = target.client('web')

    const fields = { grant_type: 'refresh_token', refresh_token: 'x' }
    const wrong = await target.token({ ...client, client_secret: 'wrong' }, fields)
    const unknown = await target.token({ client_id: 'nobody-by-this-name', client_secret: 'wrong' }, fields)
    assertRefused(wrong, 'invalid_client')
    assert.equal(unknown.status, wrong.status)
    assert.deepEqual(unknown.json, wrong.json)
  },
}
