import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser } from './browser.ts'
import { answerWindows, chooseFlow, openPlayground, playToEnd, sendStep, usePlayground } from './playground-page.ts'
import { logIn } from './steps.ts'

const { site, inWindow } = usePlayground()

/** The steps of each flow that are refused because that is their point. */
const refusals: Readonly<Record<string, number>> = { 'refresh-token': 2, revocation: 1 }

test('every flow runs to its end in a popup', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    await openPlayground(page, site.issuer)
    const names = await page
      .locator('[data-flow]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-flow') ?? ''))
    assert.ok(names.length >= 9, names.join())
    for (const name of names) {
      await chooseFlow(page, name)
      const said = await playToEnd(page)
      const refused = said.filter((text) => !text.endsWith(': done.'))
      assert.equal(refused.length, refusals[name] ?? 0, `${name}:\n${said.join('\n')}`)
      assert.equal(await page.locator('.badge.unreachable').count(), 0)
    }
  }),
)

test('the code flow runs by a redirect of the tab, which comes back to the same run', { skip: noBrowser }, () =>
  inWindow(
    async (page) => {
      await openPlayground(
        page,
        site.issuer,
        'flow=authorization-code&client=playground-app&scope=read+delete&choice.channel=redirect',
      )
      await page.click('[data-action=send]')
      await logIn(page)
      await page.click('[name=decision][value=allow]')
      await page.waitForURL(`${site.issuer}/playground`)
      await page.waitForSelector('[data-action=send]:enabled')
      assert.deepEqual(
        (await playToEnd(page)).map((text) => /: done\.$/.test(text)),
        [true, true],
      )
    },
    { storageState: { cookies: [], origins: [] } },
  ),
)

test('the code flow runs with each response mode', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    for (const mode of ['fragment', 'form_post', 'web_message', 'jwt']) {
      const link = 'flow=authorization-code&client=playground-public&scope=read'
      await openPlayground(page, site.issuer, `${link}&choice.response_mode=${mode}`)
      assert.match(await sendStep(page), /: done\.$/, mode)
      assert.match(await sendStep(page), /: done\.$/, mode)
    }
  }),
)

test('the code flow runs with the keyboard alone', { skip: noBrowser }, () =>
  inWindow(async (page) => {
    answerWindows(page)
    await openPlayground(page, site.issuer)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter') // skip to the next step
    for (const step of ['authorization', 'token', 'api']) {
      await tabTo(page, '[data-action=send]')
      const before = await page.locator('[data-announcer]').textContent()
      await page.keyboard.press('Enter')
      await page.waitForFunction(
        (old) =>
          /: done\.$/.test(document.querySelector('[data-announcer]')?.textContent ?? '') &&
          document.querySelector('[data-announcer]')?.textContent !== old,
        before,
      )
      await page.bringToFront()
      if (step !== 'api') await page.waitForSelector('[data-action=send]:enabled')
    }
    await tabTo(page, '.arrows li:first-child button')
    await page.keyboard.press('Enter')
    await page.locator('#details-title', { hasText: /^1\./ }).waitFor()
  }),
)

/** Presses Tab until an element has the focus, as a reader without a mouse does. */
async function tabTo(page: Parameters<typeof openPlayground>[0], selector: string): Promise<void> {
  for (let press = 0; press < 80; press++) {
    if (await page.evaluate((one) => document.activeElement?.matches(one) === true, selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${selector}`)
}
