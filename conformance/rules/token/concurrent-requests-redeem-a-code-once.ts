import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const concurrentRequestsRedeemACodeOnce: Rule = {
  claim: 'exactly one of twenty concurrent redemptions of a code succeeds',
  clause: 'RFC 6749 §4.1.2',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    const answers = await Promise.all(Array.from({ length: 20 }, () => target.redeem(client, outcome)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers.filter(({ status }) => status !== 200)) assertRefused(answer, 'invalid_grant')
  },
}
