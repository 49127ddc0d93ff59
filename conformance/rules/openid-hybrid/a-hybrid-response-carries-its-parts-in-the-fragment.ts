import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { assertUnguessable, halfHash, readUserinfo } from '../../target/openid.ts'

export const aHybridResponseCarriesItsPartsInTheFragment: Rule = {
  claim: 'a hybrid login responds in the fragment, and its ID token has the hashes of what comes with it',
  clause: 'OIDC Core §3.3.2.5, §3.3.2.11',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const { response, idToken } = await logInFront(target, client, response_type)
      assertUnguessable(response.fields.get('code'), 'the code')
      const accessToken = response.fields.get('access_token')
      if (response.fields.has('id_token')) {
        assert.equal(idToken.c_hash, halfHash(response.fields.get('code')), 'c_hash')
        if (accessToken !== null) assert.equal(idToken.at_hash, halfHash(accessToken), 'at_hash')
      }
      if (accessToken !== null) assert.equal((await readUserinfo(target, accessToken)).status, 200)
    }
  },
}
