import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import { findForm } from '../../browser/forms.ts'
import type { Rule } from '../../rule.ts'
import { encode } from '../../target/target.ts'

export const aFormWithoutItsTokenIsRefused: Rule = {
  claim: 'a consent form without its token is rejected',
  clause: 'RFC 6749 §10.12',
  async run(target) {
    const person = target.person()
    const browser = createBrowser()
    const client = target.client('web')
    const query = encode({
      response_type: 'code',
      prompt: 'consent',
      client_id: client.client_id,
      redirect_uri: client.redirect_uri,
      scope: client.scope,
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    const login = await browser.follow(await browser.open(`${target.endpoint('authorization_endpoint')}?${query}`))
    const consent = await browser.follow(await browser.submit(login, 'username', { ...person }))
    const form = findForm(consent.html, 'decision')
    assert.ok(form, 'there is no consent page')
    const hidden = form.fields.filter(({ type }) => type === 'hidden')
    const emptied = Object.fromEntries(hidden.map(({ name }) => [name, undefined]))
    const page = await browser.submit(consent, 'decision', { ...emptied, decision: 'allow' })
    assert.ok(page.status >= 400, `it was answered with ${page.status}`)
    assert.equal(page.location, undefined)
  },
}
