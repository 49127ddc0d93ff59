import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { authenticate, unsigned } from '../../target/openid.ts'

export const aRequestObjectDecidesTheRedirectUri: Rule = {
  claim: 'the redirect_uri of an unsigned request object wins, or the request gets an error',
  clause: 'OIDC Core §6.1',
  async run(target) {
    const client = target.client('client')
    const request = unsigned({ redirect_uri: client.redirect_uri })
    const outcome = await authenticate(target, client, { request, redirect_uri: `${client.redirect_uri}/other` })
    if (outcome.to === undefined) assertPage(outcome)
    else assert.equal(outcome.to, client.redirect_uri)
  },
}
