import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { findFlaws, findFlawsOfLargeText } from './looks.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()

/** Requests one scope for the contacts web app. */
const ask = (page: Page, fields: Readonly<Record<string, string>> = {}) =>
  page.goto(
    `${site.issuer}/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: 'contacts-web',
      redirect_uri: `${site.web}/callback`,
      scope: 'read',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ...fields,
    })}`,
  )

/** Logs alice in for the app, then bob from the chooser. */
async function logInBoth(page: Page): Promise<void> {
  await ask(page, { prompt: 'consent' })
  await logIn(page)
  await page.click('.chip a')
  await page.click('a[href*="other=yes"]')
  await logIn(page, 'bob', 'builder')
  await page.waitForSelector('[name=decision]')
}

const accounts = async (page: Page) =>
  (await page.locator('.account-name').allTextContents()).map((name) => name.trim())

test('two users are logged in in one browser, and each request continues with the chosen one', { skip }, () =>
  inWindow(async (page) => {
    await logInBoth(page)
    assert.match(await page.locator('.chip').textContent().then(String), /Bob Brown/)
    await page.click('.chip a')
    assert.deepEqual(await accounts(page), ['Bob Brown', 'Alice Liddell'])
    await page.locator('[name=account]', { hasText: 'Alice' }).click()
    await page.waitForSelector('[name=decision]')
    assert.match(await page.locator('.chip').textContent().then(String), /Alice Liddell/)
    await page.click('[name=decision][value=allow]')
    await page.waitForURL((url) => url.origin === site.web)
    await page.goto(`${site.issuer}/keys`)
    await page.click('.who a[href$="/login/switch"]')
    await page.locator('[name=account]', { hasText: 'Bob' }).click()
    await page.waitForURL(`${site.issuer}/keys`)
    assert.match(await page.locator('.who').textContent().then(String), /Bob Brown/)
    assert.equal(await page.locator('article').count(), 0, 'the keys of alice are not shown')
  }),
)

test('the chooser works by keyboard and without scripts, passes axe-core and fits 320 px', { skip }, async () => {
  const walk = async (page: Page) => {
    await logInBoth(page)
    await ask(page, { prompt: 'select_account consent' })
    assert.deepEqual(await accounts(page), ['Bob Brown', 'Alice Liddell'])
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      if (await page.locator('[name=account]:focus', { hasText: 'Alice' }).count()) break
    }
    await page.keyboard.press('Enter')
    await page.waitForSelector('[name=decision]')
    assert.match(await page.locator('.chip').textContent().then(String), /Alice Liddell/)
  }
  await inWindow(walk, { javaScriptEnabled: false })
  await inWindow(async (page) => {
    await walk(page)
    await ask(page, { prompt: 'select_account' })
    assert.deepEqual([...(await findFlaws(page)), ...(await findFlawsOfLargeText(page))], [])
    await page.locator('[name=log_out]').first().click()
    assert.deepEqual(await accounts(page), ['Bob Brown'])
    await ask(page)
    assert.deepEqual(await accounts(page), ['Bob Brown'], 'nobody is current after the logout')
  })
})

test(
  'the login of a user who is logged in already has the username filled in, and leads to the chooser',
  { skip },
  () =>
    inWindow(async (page) => {
      await logInBoth(page)
      await ask(page, { prompt: 'login' })
      assert.equal(await page.inputValue('[name=username]'), 'bob')
      assert.equal(await page.evaluate('document.activeElement?.getAttribute("name")'), 'password')
      assert.deepEqual([...(await findFlaws(page)), ...(await findFlawsOfLargeText(page))], [])
      await page.click('main a[href*="/login/switch"]')
      assert.deepEqual(await accounts(page), ['Bob Brown', 'Alice Liddell'])
    }),
)
