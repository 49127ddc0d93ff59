import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readJwt } from '../../target/expect.ts'
import { logIn, readUserinfo, requireListed } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const userinfoIsSignedAsRegistered: Rule = {
  claim: 'userinfo is signed with the registered algorithm',
  clause: 'OIDC Core §5.3.2',
  async run(target) {
    requireListed(target, 'userinfo_signing_alg_values_supported', 'RS256')
    await withRegistered(target, { userinfo_signed_response_alg: 'RS256' }, async ({ client }) => {
      const { idToken, accessToken } = await logIn(target, client)
      const { status, headers, text } = await readUserinfo(target, accessToken)
      assert.equal(status, 200, text)
      assert.match(headers.get('content-type') ?? '', /^application\/jwt/)
      const { header, claims, isSigned } = await readJwt(text, target)
      assert.ok(isSigned && header.alg === 'RS256', `alg is ${header.alg}`)
      assert.deepEqual([claims.iss, [claims.aud].flat(), claims.sub], [target.issuer, [client.client_id], idToken.sub])
      assert.equal('nonce' in claims, false)
    })
  },
}
