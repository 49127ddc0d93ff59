import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { findFlaws, findFlawsOfLargeText } from './looks.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()
const sections = ['', '/profile', '/password', '/sessions', '/activity', '/data']

const open = async (page: Page, path = '') => {
  await page.goto(`${site.issuer}/account${path}`)
  if (page.url().includes('/login')) await logIn(page)
  await page.waitForURL(`${site.issuer}/account${path}`)
}

test('every page of the account passes axe-core in light and dark, and fits 320 px', { skip }, () =>
  inWindow(async (page) => {
    const flaws: string[] = []
    const look = async () => void flaws.push(...(await findFlaws(page)), ...(await findFlawsOfLargeText(page)))
    for (const path of sections) {
      await open(page, path)
      await look()
    }
    await open(page, '/password')
    await page.fill('[name=current_password]', 'wonderland')
    await page.fill('[name=new_password]', 'short')
    await page.click('main button[type=submit]')
    await page.waitForSelector('#new_password-error')
    await look()
    assert.deepEqual(flaws, [])
  }),
)

test('the account is walked by keyboard and without scripts', { skip }, () =>
  inWindow(
    async (page) => {
      await open(page)
      for (const path of sections.slice(1)) {
        await page.focus(`nav.account-nav a[href$="/account${path}"]`)
        await page.keyboard.press('Enter')
        await page.waitForURL(`${site.issuer}/account${path}`)
        assert.equal(await page.locator('.account-nav [aria-current=page]').count(), 1, path)
      }
      await page.setViewportSize({ width: 390, height: 800 })
      await page.click('.account-back a')
      await page.click('.section-cards a[href$="/account/sessions"]')
      await page.waitForURL(`${site.issuer}/account/sessions`)
      await page.locator('[name=decision][value=all]').focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(`${site.issuer}/login`)
    },
    { javaScriptEnabled: false },
  ),
)
