import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { assertUserinfo, halfHash, readUserinfo } from '../../target/openid.ts'

export const anIdTokenArrivesInTheFragment: Rule = {
  claim: 'an implicit login responds in the fragment with a valid ID token',
  clause: 'OIDC Core §3.2.2.5, §3.2.2.10',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'implicit')) {
      const { response, idToken } = await logInFront(target, client, response_type)
      const { fields } = response
      assert.equal(fields.has('code'), false, `${response_type}: there is a code`)
      if (!fields.has('access_token')) continue
      assert.equal(idToken.at_hash, halfHash(fields.get('access_token')), 'at_hash')
      assert.equal(fields.get('token_type')?.toLowerCase(), 'bearer')
      assert.match(String(fields.get('expires_in')), /^[1-9]\d*$/)
      assertUserinfo(await readUserinfo(target, String(fields.get('access_token'))), idToken)
    }
  },
}
