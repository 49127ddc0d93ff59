import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { encode, readOutcome } from '../../target/target.ts'

export const theEndpointAcceptsPost: Rule = {
  claim: 'the authorization endpoint accepts POST as well as GET',
  clause: 'RFC 6749 §3.1',
  async run(target) {
    const client = target.client('web')
    const fields = {
      response_type: 'unheard-of',
      client_id: client.client_id,
      redirect_uri: client.redirect_uri,
      state: 'x',
    }
    const page = await createBrowser().post(target.endpoint('authorization_endpoint'), encode(fields))
    assert.equal(readOutcome(page).fields.get('error'), 'unsupported_response_type')
  },
}
