import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'
import { claimsOfScopes } from '../../target/standard-claims.ts'

export const allScopesTogetherGiveAllClaims: Rule = {
  claim: 'all identity scopes together give the claims of each',
  clause: 'OIDC Core §5.4',
  async run(target) {
    const scopes = Object.keys(claimsOfScopes)
    for (const scope of scopes) requireListed(target, 'scopes_supported', scope)
    const { idToken, accessToken } = await logIn(target, target.client('client'), {
      scope: ['openid', ...scopes].join(' '),
    })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of Object.values(claimsOfScopes).flat()) assert.ok(claim in answer.json, `${claim} is missing`)
  },
}
