import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { findFlaws, findFlawsOfLargeText } from './looks.ts'
import { goToConsent, logIn } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()

test('every page passes axe-core in light and dark, and fits 320 px', { skip }, () =>
  inWindow(async (page) => {
    const seen: string[] = []
    const flaws: string[] = []
    const look = async (name: string) => {
      seen.push(name)
      const found = page.url().startsWith(site.issuer) ? findFlawsOfOurs(page) : findFlaws(page)
      flaws.push(...(await found).map((flaw) => `${name}: ${flaw}`))
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
    await look('log out, nobody logged in')
    await page.goto(site.web)
    await page.click('#connect')
    await look('login')
    await logIn(page, 'alice', 'wrong')
    await look('login, refused')
    await logIn(page)
    await page.waitForSelector('[name=decision]')
    await look('consent')
    await page.locator('[name=scope][value=delete]').uncheck()
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
    await page.locator('form[action$="/keys/change"] button').click()
    await page.locator('#result').waitFor()
    await look('keys, changed')
    await page.locator('form[action$="/keys/take-back"] button').click()
    await page.locator('#result').waitFor()
    await look('keys, none')
    await page.goto(site.web)
    await look('app, access revoked')
    await page.goto(`${site.issuer}/logout`)
    await look('log out?')
    await page.click('[name=decision][value=allow]')
    await page.locator('#result').waitFor()
    await look('logged out')
    assert.equal(seen.length, 17)
    assert.deepEqual(flaws, [])
  }),
)

/** Lists what is wrong with a page of the server. */
async function findFlawsOfOurs(page: Page): Promise<readonly string[]> {
  return [...(await findFlaws(page)), ...(await findFlawsOfLargeText(page))]
}

/** Requests one scope from a user, who logs in if necessary. */
function askForOne(page: Page): Promise<unknown> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'contacts-web',
    redirect_uri: `${site.web}/callback`,
    scope: 'read',
    prompt: 'consent',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  return page.goto(`${site.issuer}/authorize?${query}`)
}

test(
  'a request for one scope fits on one screen, and with nothing ticked the page says that Allow denies',
  { skip },
  () =>
    inWindow(async (page) => {
      await page.setViewportSize({ width: 1280, height: 800 })
      await askForOne(page)
      await logIn(page, 'bob', 'builder')
      const allow = page.locator('[name=decision][value=allow]')
      const box = await allow.boundingBox()
      assert.ok(box && box.y + box.height < 800, `Allow ends at ${box && box.y + box.height}`)
      const note = page.locator('.none-ticked')
      const colour = () => page.evaluate('getComputedStyle(document.querySelector("[value=allow]")).backgroundColor')
      assert.equal(await note.isVisible(), false)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const solid = await colour()
      await page.uncheck('[name=scope]')
      assert.equal(await note.isVisible(), true)
      assert.notEqual(await colour(), solid)
      assert.deepEqual(await findFlawsOfOurs(page), [])
      await page.check('[name=scope]')
      assert.equal(await note.isVisible(), false)
    }),
)

test('login and consent work by keyboard alone', { skip }, () =>
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
    for (let boxes = await page.locator('[name=scope]').count(); boxes > 1; boxes--) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await tabTo(page, 'duration')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'decision')
    await page.waitForSelector('[value=allow]:not([aria-disabled])')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.contact')
    assert.match(await page.locator('.key').textContent().then(String), /May not delete contacts/)
    await page.goto(`${site.issuer}/keys`)
    assert.match(await page.locator('main').textContent().then(String), /when you take it back/)
  }),
)

test('every element shows when it has the keyboard focus', { skip }, () =>
  inWindow(async (page) => {
    await goToConsent(page, site.web)
    const unmarked: string[] = []
    for (let step = 0; step < 15; step++) {
      await page.keyboard.press('Tab')
      const mark = await page.evaluate<string>(`(() => {
        const one = document.activeElement
        // The focus of a checkbox or radio button is shown by its row.
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

test('keys of a long list are changed on their own pages, and the notice of a change leads to the key', { skip }, () =>
  inWindow(async (page) => {
    await askForOne(page)
    await logIn(page)
    let consent = page.url()
    for (let key = 0; key < 4; key++) {
      if (key > 0) await askForOne(page)
      await page.waitForSelector('[name=decision]')
      consent = page.url()
      await page.locator('[name=decision][value=allow]').click()
      await page.waitForURL((url) => url.origin === site.web)
    }
    await page.goto(`${site.issuer}/keys`)
    assert.equal(await page.locator('form[action$="/keys/change"] button:visible').count(), 0)
    assert.equal(await page.locator('form[action$="/keys/take-back"] button').count(), 4)
    assert.deepEqual(await findFlawsOfOurs(page), [])
    await page.locator('article h2 a').nth(2).click()
    await page.locator('[name=ends]').selectOption('hour')
    assert.deepEqual(await findFlawsOfOurs(page), [])
    const own = page.url()
    await page.locator('form[action$="/keys/change"] button').click()
    await page.locator('#result').waitFor()
    assert.equal(await page.evaluate('document.activeElement?.id'), 'result', 'what was done is read out')
    assert.equal(page.url().split('?')[0], own, 'the form leads back to the page of its key')
    await page.locator('form[action$="/keys/take-back"] button').click()
    await page.locator('form[action$="/keys/undo"]').waitFor()
    assert.deepEqual(await findFlawsOfOurs(page), [])
    await page.locator('form[action$="/keys/undo"] button').click()
    await page.click('#result a')
    assert.equal(page.url(), own, 'the key is back, and the notice leads to it')
    await page.goto(consent)
    await page.locator('#result[role=alert]').waitFor()
    assert.deepEqual(await findFlawsOfOurs(page), [])
    await page.click('a[href*="/authorize?"]')
    await page.waitForSelector('[name=decision]')
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
