import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const places = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const found = places.find((file) => file !== '' && existsSync(file))

/** Why browser tests are skipped; false if a Chromium is installed. */
export const noBrowser = found === undefined && 'no Chromium is installed (apt-get install chromium)'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a Chromium that sends no requests of its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...(found === undefined ? {} : { executablePath: found }), args, headless: true })
}

/** A user's window, and everything that went wrong in it. */
export interface Window {
  readonly page: Page
  /** Errors in the browser: violations of a policy, exceptions, unexpected dialogs. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Opens a window that shares no cookies with others. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // Pages with status 400 or 403 are logged too, and are not faults.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text())
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog opened: ${dialog.message()}`)
    dialog.dismiss().catch(() => undefined)
  })
  return { page, complaints, close: () => context.close() }
}
