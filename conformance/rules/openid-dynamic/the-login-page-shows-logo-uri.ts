import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { openRequest } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { withRegistered } from '../../target/registration.ts'

/** A PNG of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const theLoginPageShowsLogoUri: Rule = {
  claim: 'the login page shows the logo of a client',
  clause: 'OIDC Registration §2',
  async run(target) {
    await withReceiver(target, async ({ origin, serve }) => {
      serve('/logo.png', 'image/png', pixel)
      await withRegistered(target, { logo_uri: `${origin}/logo.png` }, async ({ client }) => {
        // The logo may be loaded after the registration.
        for (let tries = 1; ; tries++) {
          const { html } = await openRequest(target, client, createBrowser(), {})
          const sources = [...html.matchAll(/<img[^>]*\ssrc="([^"]+)"/g)].map(([, source = '']) => source)
          const shown = await Promise.all(sources.map((source) => fetch(new URL(source, target.issuer))))
          const isShown = shown.some((one) => one.ok && /^image\//.test(one.headers.get('content-type') ?? ''))
          if (isShown) return
          assert.ok(tries < 20, `the page has no logo, but the images ${sources}`)
          await setTimeout(100)
        }
      })
    })
  },
}
