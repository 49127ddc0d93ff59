import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Demo, standardPorts } from '../examples/start-demo.ts'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { startSite } from './site.ts'
import { goToConsent } from './steps.ts'

/** The pages that are shown to readers, at the widths of a desk and of a hand. */
const widths = [
  { ending: '', width: 960, height: 740 },
  { ending: '-mobile', width: 390, height: 844 },
] as const

async function take(page: Page, folder: string, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  for (const { ending, width, height } of widths) {
    await page.setViewportSize({ width, height })
    await page.evaluate('document.activeElement?.blur(), scrollTo(0, 0)')
    await page.mouse.move(0, 0)
    await page.screenshot({ path: path.join(folder, `${name}${ending}.png`), fullPage: true })
  }
  await page.setViewportSize({ width: 960, height: 740 })
}

async function walk(site: Demo, browser: Browser, folder: string): Promise<void> {
  const { page } = await openWindow(browser, {
    colorScheme: 'light',
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  })
  await page.goto(site.web)
  await take(page, folder, 'app')
  await goToConsent(page, site.web)
  await page.locator('[name=scope][value=delete]').uncheck()
  await take(page, folder, 'consent')
  await page.click('[name=decision][value=allow]')
  await page.waitForSelector('.contact')
  for (let visit = 0; visit < 3; visit++) await page.reload()
  await take(page, folder, 'contacts')
  await page.waitForTimeout(1500) // uses are counted once a second
  await page.goto(`${site.issuer}/keys`)
  await take(page, folder, 'my-keys')
}

const [folder] = process.argv.slice(2)
if (folder === undefined || noBrowser) {
  console.error(noBrowser || 'Say where the pictures go: node e2e/screenshots.ts DIR')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
// A reader is to see the addresses that npm start uses.
const site = await startSite(standardPorts)
const browser = await launchBrowser()
try {
  await walk(site, browser, folder)
} finally {
  await browser.close()
  await site.close()
}
