import assert from 'node:assert/strict'
import { createBrowser, walk } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { redeemLogin } from '../../target/openid.ts'
import { encode, readOutcome } from '../../target/target.ts'

export const aFormOfAnotherSiteMayBeginALogin: Rule = {
  claim: 'an authentication request may be the form of another site',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const client = target.client('client')
    const browser = createBrowser()
    const { client_id, redirect_uri } = client
    const form = encode({
      response_type: 'code',
      scope: 'openid',
      state: 'posted',
      nonce: 'posted',
      client_id,
      redirect_uri,
    })
    const endpoint = target.endpoint('authorization_endpoint')
    const headers = { origin: new URL(String(redirect_uri)).origin, 'sec-fetch-site': 'cross-site' }
    const page = await walk(browser, await browser.post(endpoint, form, undefined, headers), target.person())
    const outcome = { ...readOutcome(page), state: 'posted', verifier: '' }
    assert.equal(outcome.fields.get('state'), 'posted')
    await redeemLogin(target, client, { ...outcome, nonce: 'posted' })
  },
}
