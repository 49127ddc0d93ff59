import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { goToConsent, logIn } from './steps.ts'

const skip = noBrowser
const decisions = ['[value=allow]', '[value=deny]'] as const
const { site, inWindow } = useDemo()

/** Names what of an element is outside of the window, or covered by something else. */
async function hidden(page: Page, selector: string): Promise<string | undefined> {
  const box = await page.locator(selector).boundingBox()
  const size = page.viewportSize()
  if (!box || !size) return `${selector} is nowhere`
  if (box.y < 0 || box.y + box.height > size.height)
    return `${selector} ends at ${box.y + box.height} of ${size.height}`
  if (box.x < 0 || box.x + box.width > size.width) return `${selector} ends at ${box.x + box.width} of ${size.width}`
  const isOnTop = `document.elementFromPoint(${box.x + box.width / 2}, ${box.y + box.height / 2})?.closest(${JSON.stringify(selector)}) !== null`
  return (await page.evaluate(isOnTop)) ? undefined : `${selector} is covered`
}

const windows = [
  { width: 1280, height: 720 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const
const smallPhone = { width: 320, height: 640 } as const

test('login and consent show their buttons without scrolling, on a laptop and on a phone', { skip }, () =>
  inWindow(async (page) => {
    await page.goto(site.web)
    await page.click('#connect')
    await page.waitForSelector('[name=username]')
    for (const size of [...windows, smallPhone]) {
      await page.setViewportSize(size)
      assert.equal(await hidden(page, 'main [type=submit]'), undefined, `login at ${size.width} × ${size.height}`)
    }
    await logIn(page)
    await page.waitForSelector('[name=decision]')
    for (const size of [...windows, smallPhone]) {
      await page.setViewportSize(size)
      for (const button of decisions) {
        assert.equal(await hidden(page, button), undefined, `consent at ${size.width} × ${size.height}`)
      }
    }
    for (const size of windows) {
      await page.setViewportSize(size)
      for (const part of ['[name=scope] >> nth=5', '[name=duration] >> nth=3', '.target']) {
        const box = await page.locator(part).boundingBox()
        assert.ok(box && box.y + box.height <= size.height, `${part} at ${size.width} × ${size.height}`)
      }
    }
  }),
)

test(
  'on a small phone the bar with the buttons covers nothing for good: each box and choice can be reached',
  { skip },
  () =>
    inWindow(async (page) => {
      await goToConsent(page, site.web)
      await page.setViewportSize(smallPhone)
      for (const part of ['[name=scope]', '[name=duration]']) {
        for (let at = 0; at < (await page.locator(part).count()); at++) {
          await page.locator(part).nth(at).focus()
          const box = await page.locator(part).nth(at).boundingBox()
          const bar = await page.locator('[value=allow]').boundingBox()
          assert.ok(box && bar && box.y + box.height <= bar.y, `${part} ${at} has the focus under the bar`)
        }
      }
      await page.locator('[name=duration] >> nth=0').check()
      await page.locator('[name=scope][value=delete]').uncheck()
    }),
)

test(
  'with text of twice the size the buttons can be reached, and hide at most half of the window (WCAG 2.2 §1.4.4)',
  { skip },
  () =>
    inWindow(async (page) => {
      await goToConsent(page, site.web)
      for (const size of [...windows, smallPhone]) {
        await page.setViewportSize(size)
        await page.evaluate("document.documentElement.style.fontSize = '200%', scrollTo(0, 0)")
        const bar = await page.locator('[value=allow]').boundingBox()
        assert.ok(bar && (bar.y > size.height / 2 || bar.y > size.height), `${size.width} × ${size.height}: ${bar?.y}`)
        for (const button of decisions) {
          await page.locator(button).scrollIntoViewIfNeeded()
          assert.equal(await hidden(page, button), undefined, `${size.width} × ${size.height}`)
        }
        for (const box of await page.locator('[name=scope]').all()) await box.focus()
      }
    }),
)

for (const by of ['mouse', 'keyboard'] as const) {
  test(`Allow ignores the ${by} for half a second after the page opened or got the focus`, { skip }, () =>
    inWindow(async (page) => {
      await goToConsent(page, site.web)
      const url = page.url()
      await page.check('[name=duration][value=once]')
      await page.waitForSelector('[value=allow]:not([aria-disabled])')
      const press = async () => {
        const box = await page.locator('[value=allow]').boundingBox()
        assert.ok(box)
        if (by === 'mouse') return page.mouse.click(box.x + 20, box.y + 20)
        await page.evaluate("document.querySelector('[value=allow]').focus()")
        return page.keyboard.press('Enter')
      }
      const started = Date.now()
      await page.evaluate("window.dispatchEvent(new Event('focus'))")
      await press()
      await page.waitForTimeout(100)
      if (Date.now() - started < 500) assert.equal(page.url(), url, 'nothing was sent')
      await page.waitForSelector('[value=allow]:not([aria-disabled])')
      assert.ok(Date.now() - started >= 450, `it was back after ${Date.now() - started} ms`)
      assert.equal(page.url(), url)
      await press()
      await page.waitForSelector('.contact')
    }),
  )
}

test('the second click of a double click on Log in does not allow anything', { skip }, () =>
  inWindow(async (page) => {
    await page.goto(site.web)
    await page.click('#connect')
    await page.fill('[name=username]', 'alice')
    await page.fill('[name=password]', 'wonderland')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/consent/)
    assert.equal(await page.locator('[value=allow]').getAttribute('aria-disabled'), 'true', 'guarded as it opens')
    assert.equal(await page.locator('[value=deny]').getAttribute('aria-disabled'), null, 'Deny works at once')
  }),
)

test('without scripts Allow works at once', { skip }, () =>
  inWindow(
    async (page) => {
      await goToConsent(page, site.web)
      assert.equal(await page.locator('[value=allow]').getAttribute('aria-disabled'), null)
      await page.check('[name=duration][value=once]')
      await page.click('[value=allow]')
      await page.waitForSelector('.contact')
    },
    { javaScriptEnabled: false },
  ),
)
