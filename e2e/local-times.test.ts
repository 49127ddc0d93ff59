import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { goToConsent } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()

interface Seen {
  readonly iso: string
  readonly words: string
  readonly title: string
}

/** Gives a key that is not remembered, and reads the times on the user's pages. */
async function readTimes(options: BrowserContextOptions): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  await inWindow(async (page) => {
    await goToConsent(page, site.web)
    await page.check('[name=duration][value=once]')
    await page.click('[value=allow]')
    await page.waitForSelector('.contact')
    for (const path of ['/keys', '/account/sessions', '/account/activity']) {
      await page.goto(site.issuer + path)
      for (const time of await page.locator('time').all()) {
        seen.push({
          iso: String(await time.getAttribute('datetime')),
          words: String(await time.textContent()),
          title: String(await time.getAttribute('title')),
        })
      }
    }
  }, options)
  return seen
}

/** The date and the time of day in a zone, as a page writes them. */
function write(iso: string, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { timeZone, ...options }).format(new Date(iso))
  const clock = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${part({ day: 'numeric' })} ${part({ month: 'long' })} ${part({ year: 'numeric' })}, ${clock}`
}

test('with scripts, times are in the time zone of the user', { skip }, async () => {
  for (const timezoneId of ['Asia/Kolkata', 'America/St_Johns', 'Pacific/Auckland']) {
    const seen = await readTimes({ timezoneId })
    assert.ok(seen.length >= 4)
    for (const { iso, words, title } of seen) {
      assert.ok(
        (title === 'null' ? words : title).startsWith(write(iso, timezoneId)),
        `${iso} in ${timezoneId}: ${words}`,
      )
    }
  }
})

test('without scripts, times are in UTC and labeled as such', { skip }, async () => {
  const seen = await readTimes({ timezoneId: 'Asia/Kolkata', javaScriptEnabled: false })
  for (const { iso, words, title } of seen) {
    assert.equal(title === 'null' ? words : title, `${write(iso, 'UTC')} UTC`)
  }
})
