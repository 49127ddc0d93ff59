import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aRegisteredLoopbackRedirectMayUseAnyPort: Rule = {
  claim: 'a loopback redirect may use any port',
  clause: 'RFC 8252 §7.3',
  async run(target) {
    target.person()
    const client = target.client('native')
    const url = new URL(String(client.redirect_uri))
    url.port = '49877'
    const outcome = await target.authorize(client, { redirect_uri: url.href })
    assert.equal(outcome.to, url.href)
    assertGranted(await target.redeem(client, outcome, { redirect_uri: url.href }))
  },
}
