import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../e2e/browser.ts'
import { logIn } from '../e2e/steps.ts'
import { type QuickstartSite, startQuickstart } from './quickstart-site.testing.ts'

const page = readFileSync(new URL('single-page-app.md', import.meta.url), 'utf8')
const skip = noBrowser
let site: QuickstartSite
let server: ChildProcess
let browser: Browser
before(async () => {
  if (skip) return
  site = await startQuickstart(page)
  server = spawn(process.execPath, [path.join(site.snippets.folder, 'serve.ts')], { stdio: 'inherit' })
  browser = await launchBrowser()
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(site.app).catch(() => undefined)) break
    await setTimeout(100)
  }
})
after(async () => {
  server?.kill()
  await browser?.close()
  await site?.close()
})

test('the app gets access with PKCE, calls the API of another origin, and revokes', { skip }, async () => {
  const { page: tab, complaints, close } = await openWindow(browser)
  await tab.goto(site.app)
  await tab.click('#connect')
  await logIn(tab)
  await tab.click('[name=decision][value=allow]')
  await tab.waitForFunction("document.getElementById('output')?.textContent.includes('contacts')")
  assert.equal(tab.url(), `${site.app}/`)
  assert.equal(await tab.evaluate('sessionStorage.length + localStorage.length'), 0)
  await tab.click('#disconnect')
  await tab.waitForFunction("document.getElementById('output')?.textContent === 'Access revoked.'")
  assert.deepEqual(complaints, [])
  await close()
})

test('the app says so when the user denies access', { skip }, async () => {
  const { page: tab, close } = await openWindow(browser)
  await tab.goto(site.app)
  await tab.click('#connect')
  await logIn(tab, 'bob', 'builder')
  await tab.click('[name=decision][value=deny]')
  await tab.waitForFunction("document.getElementById('output')?.textContent === 'You denied access.'")
  await close()
})
