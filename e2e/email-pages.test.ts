import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { createServer, readConfig, type Server } from 'valetkey'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { look } from './looks.ts'
import { logIn, readMain, tabTo } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'
const skip = noBrowser
const binary = path.join(import.meta.dirname, '..', 'packages', 'server', 'bin', 'valetkey.js')
const password = 'seven bright umbrellas walking'
const longAddress = 'nina.nakamura-lindqvist@department.university.example.com'
let server: Server
let browser: Browser
const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-email-'))

before(async () => {
  if (skip) return
  const [port = 0] = await findFreePorts(1)
  const file = path.join(folder, 'valetkey.yaml')
  const config = {
    issuer: `http://localhost:${port}`,
    database: `sqlite:${path.join(folder, 'valetkey.db')}`,
    secret: 'a secret of this server for tests',
    accounts: [{ username: 'alice', password: 'wonderland', email: 'alice@example.com' }],
  }
  writeFileSync(file, JSON.stringify(config)) // JSON is YAML
  server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => undefined })
  await server.listen()
  const args = ['account', 'add', 'nina', '--name', 'Nina Nakamura-Lindqvist', '--email', 'nina@example.com']
  const env = { ...process.env, VALETKEY_PASSWORD: password }
  await promisify(execFile)(process.execPath, [binary, ...args, '--config', file], { env })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Waits for a message in the outbox, and opens its link. */
async function openLink(page: Page, to: string): Promise<void> {
  const link = page.locator(`article:has-text("To ${to}") a[href*="/account/email/confirm"]`)
  for (let tries = 0; tries < 100; tries++) {
    await page.goto(`${server.issuer}/dev/outbox`)
    if ((await link.count()) > 0) break
  }
  for (const text of await page.locator('.letter-text').allInnerTexts())
    assert.doesNotMatch(text, /(?:^|\n)\?/, 'an empty line is shown as nothing')
  await link.first().click()
}

test('users change and confirm an e-mail address by keyboard; each page passes axe-core and fits 320 px', {
  skip,
}, async () => {
  const { page, complaints, close } = await openWindow(browser)
  const flaws: string[] = []
  const see = async (name: string) => void flaws.push(...(await look(page, name)))
  await page.goto(`${server.issuer}/login?to=/account/email`)
  await logIn(page, 'nina', password)
  await page.waitForURL(`${server.issuer}/account/email`)
  await see('email')
  await tabTo(page, 'email')
  while ((await page.evaluate('document.activeElement?.id')) !== 'email') await tabTo(page, 'email')
  await page.keyboard.type('nobody')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#email-error')
  assert.equal(await page.evaluate('document.activeElement?.id'), 'email', 'the field with the fault has the focus')
  await see('email-refused')
  await page.fill('[name=email]', longAddress)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#result')
  await see('email-sent')
  await page.goto(`${server.issuer}/dev/outbox`)
  await see('outbox')
  await openLink(page, 'nina.nakamura')
  await page.waitForSelector('form [type=submit].primary')
  const link = page.url()
  await see('email-confirm')
  while (!(await page.evaluate('document.activeElement?.matches("main [type=submit]")')))
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#result')
  assert.match(await readMain(page), new RegExp(longAddress.replaceAll('.', '\\.')))
  await see('email-confirmed')
  await page.goto(link)
  await see('email-dead-link')
  await page.goto(`${server.issuer}/account/email`)
  await see('email-changed')
  assert.deepEqual([...flaws, ...complaints], [])
  await close()
})

test('an address that the operator set is confirmed, and not changed', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${server.issuer}/login?to=/account/email`)
  await logIn(page)
  await page.waitForURL(`${server.issuer}/account/email`)
  const flaws = [...(await look(page, 'email-of-file'))]
  assert.equal(await page.locator('[name=email]').count(), 0)
  await page.click('form:has([name=action][value=confirm]) [type=submit]')
  await page.waitForSelector('#result')
  await openLink(page, 'alice@example.com')
  await page.click('main [type=submit].primary')
  await page.waitForSelector('#result')
  flaws.push(...(await look(page, 'email-of-file-confirmed')))
  await page.goto(`${server.issuer}/account/email`)
  assert.match(await readMain(page), /\(confirmed\)/)
  assert.deepEqual([...flaws, ...complaints], [])
  await close()
})

test('the header has two lines at 320 px: the name, cut if it is long, and the links', { skip }, async () => {
  const { page, close } = await openWindow(browser, { viewport: { width: 320, height: 800 } })
  await page.goto(`${server.issuer}/login?to=/account`)
  await logIn(page, 'nina', password)
  await page.waitForURL(`${server.issuer}/account`)
  for (const language of ['en', 'de', 'fr', 'es', 'pt', 'ja']) {
    await page.setExtraHTTPHeaders({ 'accept-language': language })
    await page.reload()
    const box = await page.locator('.head').boundingBox()
    assert.ok(box !== null && box.height < 125, `${language}: ${box?.height}`)
  }
  await close()
})
