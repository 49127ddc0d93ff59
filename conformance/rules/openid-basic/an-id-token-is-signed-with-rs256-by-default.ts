import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'
import { logIn } from '../../target/openid.ts'

export const anIdTokenIsSignedWithRs256ByDefault: Rule = {
  claim: 'an ID token is signed with RS256 by default, and names its key',
  clause: 'OIDC Core §2, §10.1',
  async run(target) {
    const { tokens } = await logIn(target, target.client('client'))
    const { header } = await readJwt(text(tokens, 'id_token'), target)
    assert.equal(header.alg, 'RS256')
    assert.equal(typeof header.kid, 'string')
  },
}
