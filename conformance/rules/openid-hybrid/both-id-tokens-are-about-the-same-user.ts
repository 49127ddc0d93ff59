import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { each, has, logInBy, waysOf } from '../../target/front-channel.ts'
import { readIdToken } from '../../target/openid.ts'

export const bothIdTokensAreAboutTheSameUser: Rule = {
  claim: 'the ID tokens of both endpoints have the same iss and sub, and agree about the login',
  clause: 'OIDC Core §3.3.3.6',
  async run(target) {
    const client = target.client('client')
    const ways = waysOf(target, 'hybrid').filter((way) => has(way, 'id_token'))
    await each(ways, async (way) => {
      const { response, idToken: second } = await logInBy(target, client, way)
      const first = await readIdToken(response.fields.get('id_token') ?? '', target, client, response.nonce)
      for (const claim of ['iss', 'sub', 'auth_time', 'acr', 'sid'])
        assert.deepEqual(second[claim], first[claim], claim)
    })
  },
}
