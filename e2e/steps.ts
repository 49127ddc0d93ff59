import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** Fills in the login form and sends it. */
export async function logIn(page: Page, username = 'alice', password = 'wonderland'): Promise<void> {
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', password)
  await page.click('form:has([name=username]) [type=submit]')
}

/** Opens the contacts web app and goes as far as the consent page. */
export async function goToConsent(page: Page, web: string): Promise<void> {
  await page.goto(web)
  await page.click('#connect, #reconnect')
  await logIn(page)
  await page.waitForSelector('[name=decision]')
}

/** Grants the contacts web app access, without the given scopes. */
export async function giveKey(page: Page, web: string, without: readonly string[] = []): Promise<void> {
  await goToConsent(page, web)
  for (const name of without) await page.uncheck(`[name=scope][value=${name}]`)
  await page.click('[name=decision][value=allow]')
  await page.waitForSelector('.contact')
}

/** Reads a page's own text as a user sees it. */
export function readMain(page: Page): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen, and blocks begin new lines
  return page.innerText('main')
}

/** Presses the Tab key until the focused element has a name, value or address that contains a text. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab')
    const marks = await page.evaluate<string>(
      '["name", "value", "href"].map((name) => document.activeElement?.getAttribute(name)).join(" ")',
    )
    if (marks.includes(text)) return
  }
  assert.fail(`the Tab key does not lead to ${text}`)
}
