import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const theOrderOfScopesAndParametersDoesNotMatter: Rule = {
  claim: 'the order of scopes and parameters does not matter',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    requireListed(target, 'scopes_supported', 'email')
    const client = target.client('client')
    const { client_id, redirect_uri } = client
    // Members keep their order: what is written first is sent first.
    const { idToken, accessToken } = await logIn(target, client, { scope: 'email openid', redirect_uri, client_id })
    assertUserinfo(await readUserinfo(target, accessToken), idToken)
  },
}
