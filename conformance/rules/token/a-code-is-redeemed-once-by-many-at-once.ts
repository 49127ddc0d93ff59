import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

/** Holds: of twenty that redeem one code at once, one gets tokens (RFC 6749 §4.1.2). */
export const aCodeIsRedeemedOnceByManyAtOnce: Rule = {
  claim: 'of twenty that redeem one code at once, one gets tokens',
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
