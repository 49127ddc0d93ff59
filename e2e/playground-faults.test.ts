import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { announced, answerWindows, chooseFlow, openPlayground, sendStep, usePlayground } from './playground-page.ts'

const { site, inWindow } = usePlayground()

/** The faults and attacks that the page offered, and those that were tried. */
const offered = new Set<string>()
const tried = new Set<string>()

/** Has the run of a page make a fault at its next step, and compares what the page says. */
async function tryFault(page: Page, name: string, { works = false } = {}): Promise<void> {
  const fault = page.locator(`[data-fault="${name}"]`)
  if ((await fault.count()) === 0) await page.click('[data-action=attacker]')
  const names = (all: readonly Element[]) => all.map((one) => one.getAttribute('data-fault') ?? '')
  for (const one of await page.locator('[data-fault]').evaluateAll(names)) offered.add(one)
  await fault.click()
  await page.waitForSelector(`[data-fault="${name}"][aria-pressed=true]`)
  tried.add(name)
  const said = await sendStep(page)
  assert.notEqual(await announced(page), '')
  // A stolen bearer token works where it was meant to: the page says so, and until when.
  if (works) return
  assert.match(said, /: refused\./, `${name}: ${said}`)
  const reason = (await page.locator('.reason').first().textContent()) ?? ''
  for (const part of ['Received', 'Expected', 'Clause', 'Fix']) assert.ok(reason.includes(part), `${name}: ${reason}`)
  assert.ok((await page.locator('.badge.refused').count()) > 0, name)
}

/** Sends the next step, which must succeed. */
async function sendGood(page: Page): Promise<void> {
  assert.match(await sendStep(page), /: done\.$/)
  await page.waitForSelector('[data-action=send]:enabled')
}

async function startOver(page: Page): Promise<void> {
  await page.click('[data-action=reset]')
  await page.waitForSelector('[data-action=send]:enabled')
}

test(
  'a fault of an authorization request is refused, with what was received, the clause and the fix',
  {
    skip: noBrowser,
  },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      await openPlayground(page, site.issuer)
      for (const name of [
        'redirect-uri-slash',
        'missing-state',
        'wrong-state',
        'plain-pkce',
        'without-pkce',
        'scope-too-many',
        'unknown-response-type',
      ]) {
        await tryFault(page, name)
      }
      await chooseFlow(page, 'hybrid')
      for (const name of ['wrong-nonce', 'swapped-code']) await tryFault(page, name)
    }),
)

test(
  'a fault of the code exchange is refused, with what was received, the clause and the fix',
  { skip: noBrowser },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      await openPlayground(page, site.issuer)
      for (const name of ['redirect-uri-slash', 'wrong-verifier', 'used-code', 'other-clients-code', 'steal-code']) {
        await sendGood(page)
        await tryFault(page, name)
        await startOver(page)
      }
    }),
)

test(
  'a fault of a client or at the API is refused, with what was received, the clause and the fix',
  {
    skip: noBrowser,
  },
  () =>
    inWindow(async (page) => {
      await openPlayground(page, site.issuer, 'flow=client-credentials&client=playground-app&scope=read')
      for (const name of ['wrong-secret', 'unknown-grant-type']) await tryFault(page, name)
      await sendGood(page)
      for (const name of ['wrong-audience', 'without-token', 'expired-token']) await tryFault(page, name)
      await startOver(page)
      await sendGood(page)
      await tryFault(page, 'steal-token-other-api')
      await tryFault(page, 'steal-token', { works: true })
    }),
)

test(
  'a fault of a refresh is refused, and so is a stolen refresh token once the client uses its own',
  {
    skip: noBrowser,
  },
  () =>
    inWindow(async (page) => {
      answerWindows(page)
      await openPlayground(page, site.issuer)
      await chooseFlow(page, 'refresh-token')
      await sendGood(page)
      await sendGood(page)
      await tryFault(page, 'refresh-more-scope')
      await tryFault(page, 'steal-refresh-token')
      assert.deepEqual(
        [...offered].filter((name) => !tried.has(name)),
        [],
        'every fault that the page offers was tried',
      )
    }),
)
