import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'

/** Holds: a client that the token does not concern is told that it is inactive (RFC 7662 §4). */
export const aStrangerLearnsNothing: Rule = {
  claim: 'a client that the token does not concern is told that it is inactive',
  clause: 'RFC 7662 §4',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')
    const other = target.client('other')
    const client = target.client('web')

    const token = text(await target.grant(client), 'access_token')
    assert.deepEqual((await target.post(endpoint, other, { token })).json, { active: false })
  },
}
