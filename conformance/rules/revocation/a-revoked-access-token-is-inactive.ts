import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const aRevokedAccessTokenIsInactive: Rule = {
  claim: 'a revoked access token is inactive',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    const introspection = target.endpoint('introspection_endpoint')
    const client = target.client('web')

    const token = text(await target.grant(client), 'access_token')
    assert.equal((await target.post(endpoint, client, { token })).status, 200)
    assert.deepEqual((await target.post(introspection, client, { token })).json, { active: false })
  },
}
