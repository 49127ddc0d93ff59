import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { withRegistered } from '../../target/registration.ts'

export const aLoginPageOfTheClientIsRegistered: Rule = {
  claim: 'initiate_login_uri is registered and returned',
  clause: 'OIDC Registration §2, OIDC Core §4',
  async run(target) {
    const initiate_login_uri = 'https://client.example.com/login'
    await withRegistered(target, { initiate_login_uri }, async ({ members, manage }) => {
      assert.equal(members.initiate_login_uri, initiate_login_uri)
      const read = await manage('GET')
      assert.equal(read.status, 200, read.text)
      assert.equal(read.json.initiate_login_uri, initiate_login_uri)
    })
  },
}
