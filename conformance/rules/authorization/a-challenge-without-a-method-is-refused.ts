import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

/** Holds: a challenge whose method is left out, and so plain, is refused (RFC 9700 §2.1.1). */
export const aChallengeWithoutAMethodIsRefused: Rule = {
  claim: 'a challenge whose method is left out, and so plain, is refused',
  clause: 'RFC 9700 §2.1.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { code_challenge_method: undefined }), 'invalid_request')
  },
}
