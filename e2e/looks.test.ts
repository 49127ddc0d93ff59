import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { Demo } from '../examples/start-demo.ts'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFlaws } from './looks.ts'
import { startSite } from './site.ts'
import { goToConsent, logIn } from './steps.ts'

const skip = noBrowser
let site: Demo
let browser: Browser
before(async () => {
  if (skip) return
  site = await startSite()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

async function inWindow(act: (page: Page) => Promise<void>): Promise<void> {
  const window = await openWindow(browser)
  try {
    await act(window.page)
    assert.deepEqual(window.complaints, [])
  } finally {
    await window.close()
  }
}

test('every page passes axe-core in light and dark, and fits 320 px', { skip }, () =>
  inWindow(async (page) => {
    const seen: string[] = []
    const flaws: string[] = []
    const look = async (name: string) => {
      seen.push(name)
      flaws.push(...(await findFlaws(page)).map((flaw) => `${name}: ${flaw}`))
    }
    await page.goto(site.web)
    await look('app, landing')
    await page.goto(site.issuer)
    await look('home')
    await page.goto(`${site.issuer}/authorize?client_id=contacts-web&redirect_uri=${site.web}/callback/`)
    await page.locator('#result').waitFor()
    await look('error for developers')
    await page.goto(`${site.issuer}/nothing-here`)
    await look('not found')
    await page.goto(`${site.issuer}/logout`)
    await look('nobody is logged in')
    await page.goto(site.web)
    await page.click('#connect')
    await look('login')
    await logIn(page, 'alice', 'wrong')
    await look('login, refused')
    await logIn(page)
    await page.waitForSelector('[name=decision]')
    await look('consent')
    await page.getByRole('checkbox', { name: 'Delete contacts' }).uncheck()
    await page.click('[name=decision][value=allow]')
    await page.waitForSelector('.contact')
    await look('app, contacts')
    await page.locator('.contact').first().getByRole('button').click()
    await page.waitForSelector('#step-up')
    await look('app, insufficient')
    await page.click('#step-up')
    await page.waitForSelector('[name=decision]')
    await look('consent, step-up')
    await page.goto(`${site.issuer}/keys`)
    await look('keys')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.locator('#result').waitFor()
    await look('keys, changed')
    await page.getByRole('button', { name: 'Take this key back' }).click()
    await page.locator('#result').waitFor()
    await look('keys, none')
    await page.goto(site.web)
    await look('app, key taken back')
    await page.goto(`${site.issuer}/logout`)
    await look('log out?')
    await page.locator('main').getByRole('button', { name: 'Log out' }).click()
    await page.locator('#result').waitFor()
    await look('logged out')
    assert.equal(seen.length, 17)
    assert.deepEqual(flaws, [])
  }),
)

test('login and consent are done by keyboard alone', { skip }, () =>
  inWindow(async (page) => {
    await page.goto(site.web)
    await page.focus('#connect')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[name=username]')
    assert.equal(await focused(page), 'username', 'typing may begin at once')
    await page.keyboard.type('bob')
    await tabTo(page, 'password')
    await page.keyboard.type('builder')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[name=decision]')
    await tabTo(page, 'scope')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await tabTo(page, 'duration')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'decision')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.contact')
    assert.match(await page.locator('.key').textContent().then(String), /May not delete contacts/)
    await page.goto(`${site.issuer}/keys`)
    assert.match(await page.locator('main').textContent().then(String), /when you take it back/)
  }),
)

test('whatever has the keyboard’s focus shows it', { skip }, () =>
  inWindow(async (page) => {
    await goToConsent(page, site.web)
    const unmarked: string[] = []
    for (let step = 0; step < 15; step++) {
      await page.keyboard.press('Tab')
      const mark = await page.evaluate<string>(`(() => {
        const one = document.activeElement
        // A box or a choice is marked by the row it stands in.
        const marked = [one, one.parentElement, one.closest('label')].some((each) => {
          const style = each && getComputedStyle(each)
          return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        })
        return marked || one === document.body ? '' : one.outerHTML
      })()`)
      if (mark !== '') unmarked.push(mark)
    }
    assert.deepEqual(unmarked, [])
  }),
)

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement?.getAttribute("name") ?? ""')
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === name) return
  }
  assert.fail(`the Tab key does not lead to ${name}`)
}
