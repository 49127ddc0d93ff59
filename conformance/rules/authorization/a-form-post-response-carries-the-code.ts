import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aFormPostResponseCarriesTheCode: Rule = {
  claim: 'response_mode=form_post posts the code, escaped and uncached',
  clause: 'OAuth 2.0 Form Post Response Mode §2',
  async run(target) {
    target.person()
    const client = target.client('web')
    const state = `"><script>alert(1)</script>`
    const outcome = await target.authorize(client, { response_mode: 'form_post', state })
    assert.equal(outcome.by, 'form_post')
    assert.equal(outcome.to, client.redirect_uri)
    assert.equal(outcome.fields.get('state'), state)
    assert.ok(!outcome.page.html.includes('<script>alert'))
    assert.match(outcome.page.headers.get('cache-control') ?? '', /no-store/)
    assertGranted(await target.redeem(client, outcome))
  },
}
