import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import { type Rule, Skip } from '../../rule.ts'
import { scopes } from '../../target/expect.ts'

export const anUntickedScopeIsNotGranted: Rule = {
  claim: 'a scope that the user unticked is not granted, and the response says so',
  clause: 'RFC 6749 §3.3',
  async run(target) {
    const client = target.client('web')
    const [first, second] = scopes(client)
    if (first === undefined || second === undefined) throw new Skip('the client "web" has no two scopes')
    const browser = createBrowser()
    const answer = await target.grant(client, { prompt: 'consent' }, { browser, scope: [first] })
    assert.equal(answer.json.scope, first)
  },
}
