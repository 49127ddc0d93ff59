import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { announced, answerWindows, openPlayground, sendStep } from './playground-page.ts'

const { site, inWindow } = useDemo()

/** Every fault and attack of the page, at one of the steps where it can be done. */
const faults: readonly (readonly [name: string, flow: string, step: string])[] = [
  ['redirect-uri-slash', 'authorization-code', 'authorization'],
  ['redirect-uri-slash', 'authorization-code', 'token'],
  ['missing-state', 'authorization-code', 'authorization'],
  ['wrong-state', 'authorization-code', 'authorization'],
  ['plain-pkce', 'authorization-code', 'authorization'],
  ['without-pkce', 'authorization-code', 'authorization'],
  ['scope-too-many', 'authorization-code', 'authorization'],
  ['unknown-response-type', 'authorization-code', 'authorization'],
  ['wrong-verifier', 'authorization-code', 'token'],
  ['used-code', 'authorization-code', 'token'],
  ['other-clients-code', 'authorization-code', 'token'],
  ['wrong-secret', 'client-credentials', 'token'],
  ['unknown-grant-type', 'client-credentials', 'token'],
  ['refresh-more-scope', 'refresh-token', 'refresh'],
  ['wrong-audience', 'authorization-code', 'api'],
  ['without-token', 'authorization-code', 'api'],
  ['expired-token', 'authorization-code', 'api'],
  ['steal-code', 'authorization-code', 'token'],
  ['steal-token', 'authorization-code', 'api'],
  ['steal-token-other-api', 'authorization-code', 'api'],
  ['steal-refresh-token', 'refresh-token', 'refresh'],
]

/** A stolen bearer token works where it was meant to: the page says so, and until when. */
const works = ['steal-token']

test(
  'every fault and attack is refused at its step, with what was received, the clause and the fix',
  { skip: noBrowser },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      const seen = new Set<string>()
      for (const [name, flow, step] of faults) {
        const client = flow === 'client-credentials' ? 'playground-app' : 'playground-public'
        await openPlayground(page, site.issuer, `flow=${flow}&client=${client}&scope=read&step=${step}&fault=${name}`)
        for (let sent = 0; (await page.locator(`[data-fault="${name}"][aria-pressed=true]`).count()) === 0; sent++) {
          assert.ok(sent < 4, `${name} is not offered at ${step}`)
          for (const one of await page
            .locator('[data-fault]')
            .evaluateAll((all) => all.map((button) => button.getAttribute('data-fault'))))
            seen.add(one ?? '')
          if (sent > 0 || step !== 'authorization') await sendStep(page)
          await page.waitForTimeout(50)
        }
        const said = await sendStep(page)
        if (works.includes(name)) continue
        const reasons = page.locator('.reason')
        assert.match(said, /: refused\./, `${name} at ${flow}/${step}: ${said}`)
        const reason = (await reasons.first().textContent()) ?? ''
        for (const part of ['Received', 'Expected', 'Clause', 'Fix'])
          assert.ok(reason.includes(part), `${name}: ${reason}`)
        assert.ok((await page.locator('.badge.refused').count()) > 0, name)
        assert.notEqual(await announced(page), '')
      }
      const untested = [...seen].filter((name) => !faults.some(([one]) => one === name))
      assert.deepEqual(untested, [], 'every fault that the page offers is in the list')
    }),
)
