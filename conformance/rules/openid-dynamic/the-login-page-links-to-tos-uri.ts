import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { openRequest } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const theLoginPageLinksToTosUri: Rule = {
  claim: 'the login page links to the terms of service of a client',
  clause: 'OIDC Registration §2',
  async run(target) {
    const tos_uri = 'https://client.example.com/tos'
    await withRegistered(target, { tos_uri }, async ({ client }) => {
      const page = await openRequest(target, client, createBrowser(), {})
      assert.ok(page.html.includes(`href="${tos_uri}"`), 'the link is missing')
    })
  },
}
