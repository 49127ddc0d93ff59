import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'
import { listed, logIn, requireListed } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const anIdTokenHasTheRegisteredAlgorithm: Rule = {
  claim: 'an ID token has the registered algorithm',
  clause: 'OIDC Registration §2',
  async run(target) {
    requireListed(target, 'id_token_signing_alg_values_supported', 'RS256')
    for (const id_token_signed_response_alg of ['RS256', 'ES256']) {
      if (!listed(target, 'id_token_signing_alg_values_supported').includes(id_token_signed_response_alg)) continue
      await withRegistered(target, { id_token_signed_response_alg }, async ({ client }) => {
        const { tokens } = await logIn(target, client)
        const { header } = await readJwt(text(tokens, 'id_token'), target)
        assert.equal(header.alg, id_token_signed_response_alg)
        assert.equal(typeof header.kid, 'string')
      })
    }
  },
}
