// Takes the pictures of docs/users.md: node tools/node.mjs e2e/users-pictures.testing.ts docs/images
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { createServer, readConfig } from 'valetkey'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { logIn } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'

/** Takes a picture of the whole page, at most so many pixels high, as WebP: Playwright itself writes none. */
async function take(page: Page, file: string, highest = 1_000): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.evaluate('document.activeElement?.blur(), scrollTo(0, 0)')
  const height = Math.min(highest, Number(await page.evaluate('document.documentElement.scrollHeight')))
  const width = page.viewportSize()?.width ?? 0
  const session = await page.context().newCDPSession(page)
  const clip = { x: 0, y: 0, width, height, scale: 1.5 }
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 80,
    clip,
    captureBeyondViewport: true,
  })
  writeFileSync(file, Buffer.from(data, 'base64'))
  await session.detach()
}

/** Waits for a message in the outbox, and opens its link. */
async function openLink(page: Page, issuer: string, part: string): Promise<void> {
  const link = page.locator(`article a[href*="${part}"]`)
  for (let tries = 0; tries < 200 && (await link.count()) === 0; tries++) await page.goto(`${issuer}/dev/outbox`)
  await link.first().click()
}

async function walk(page: Page, issuer: string, at: (name: string) => string): Promise<void> {
  await page.setViewportSize({ width: 640, height: 600 })
  await page.goto(`${issuer}/login?to=/account`)
  await take(page, at('logins-elsewhere'))
  await page.goto(`${issuer}/sign-up`)
  await page.fill('[name=email]', 'nina@example.com')
  await page.click('button[type=submit].primary')
  await openLink(page, issuer, '/sign-up/finish')
  await page.fill('[name=name]', 'Nina Nakamura')
  await page.fill('[name=password]', 'seven bright umbrellas walking')
  await take(page, at('sign-up'))
  await page.goto(`${issuer}/recover`)
  await page.fill('[name=username]', 'alice')
  await page.click('button[type=submit].primary')
  await openLink(page, issuer, '/recover/password')
  await page.waitForSelector('[name=new_password], [name=password]')
  await take(page, at('recovery'))
  await page.goto(`${issuer}/login?to=/account/second-factor/app`)
  await logIn(page)
  await page.waitForURL('**/account/second-factor/app')
  await take(page, at('second-step'))
  await page.setViewportSize({ width: 960, height: 600 })
  await page.goto(`${issuer}/account`)
  await take(page, at('my-account'), 700)
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${issuer}/account/passkeys`)
  await page.click('[data-passkey-start]')
  await page.waitForSelector('.notice.success')
  await take(page, at('passkeys'), 700)
}

const [folder] = process.argv.slice(2)
if (folder === undefined || noBrowser) {
  console.error(
    noBrowser || 'Name the folder of the pictures: node tools/node.mjs e2e/users-pictures.testing.ts docs/images',
  )
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const own = mkdtempSync(path.join(tmpdir(), 'valetkey-pictures-'))
const [port = 0] = await findFreePorts(1)
const file = path.join(own, 'valetkey.yaml')
const provider = { client_id: 'example', client_secret: 'a secret for pictures' }
const config = {
  issuer: `http://localhost:${port}`,
  database: `sqlite:${path.join(own, 'valetkey.db')}`,
  secret: 'a secret of this server for pictures',
  signUp: 'open',
  upstream: [
    { ...provider, name: 'google', label: 'Google', issuer: 'https://accounts.google.com' },
    { ...provider, name: 'harbour', label: 'Harbour', issuer: 'https://id.harbour.example' },
  ],
  accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell', email: 'alice@example.com' }],
}
writeFileSync(file, JSON.stringify(config)) // JSON is YAML
const server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => undefined })
await server.listen()
const browser = await launchBrowser()
try {
  const { page } = await openWindow(browser, { colorScheme: 'light', reducedMotion: 'reduce' })
  await walk(page, server.issuer, (name) => path.join(folder, `${name}.webp`))
} finally {
  await browser.close()
  await server.close()
  rmSync(own, { recursive: true, force: true })
}
