import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { openRequest } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const theLoginPageLinksToPolicyUri: Rule = {
  claim: 'the login page links to the privacy policy of a client',
  clause: 'OIDC Registration §2',
  async run(target) {
    const policy_uri = 'https://client.example.com/policy'
    await withRegistered(target, { policy_uri }, async ({ client }) => {
      const page = await openRequest(target, client, createBrowser(), {})
      assert.ok(page.html.includes(`href="${policy_uri}"`), 'the link is missing')
    })
  },
}
