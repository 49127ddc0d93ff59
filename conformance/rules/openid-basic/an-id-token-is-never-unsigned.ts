import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'
import { listed, logIn, requireListed } from '../../target/openid.ts'

export const anIdTokenIsNeverUnsigned: Rule = {
  claim: 'no ID token is offered unsigned',
  clause: 'OIDC Core §3.1.3.7',
  async run(target) {
    requireListed(target, 'scopes_supported', 'openid')
    assert.equal(listed(target, 'id_token_signing_alg_values_supported').includes('none'), false)
    const { tokens } = await logIn(target, target.client('client'))
    assert.notEqual((await readJwt(text(tokens, 'id_token'), target)).header.alg, 'none')
  },
}
