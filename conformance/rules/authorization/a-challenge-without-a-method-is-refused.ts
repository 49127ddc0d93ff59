import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aChallengeWithoutAMethodIsRefused: Rule = {
  claim: 'a challenge without a method, which means plain, is rejected',
  clause: 'RFC 9700 §2.1.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { code_challenge_method: undefined }), 'invalid_request')
  },
}
