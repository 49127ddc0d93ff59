import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createServer, readConfig, type Server } from 'valetkey'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { look } from './looks.ts'
import { type OidcProvider, startOidcProvider } from './oidc-provider.ts'
import { logIn, readMain, tabTo } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'
const skip = noBrowser

const harbourButton = 'a[href*="/login/with/harbour"]'
let server: Server
let provider: OidcProvider
let browser: Browser
const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-elsewhere-'))

before(async () => {
  if (skip) return
  const [port = 0, providerPort = 0] = await findFreePorts(2)
  provider = await startOidcProvider(providerPort, `http://localhost:${port}`)
  const file = path.join(folder, 'valetkey.yaml')
  const harbour = { issuer: provider.issuer, ...provider.client, trustEmail: true }
  const config = {
    issuer: `http://localhost:${port}`,
    database: `sqlite:${path.join(folder, 'valetkey.db')}`,
    secret: 'a secret of this server for tests',
    outbound: { allowHosts: [`127.0.0.1:${providerPort}`, '127.0.0.1:1'] },
    signUp: 'open',
    upstream: [
      { name: 'harbour', label: 'Harbour', ...harbour },
      { name: 'hill', label: 'Hilltop', issuer: 'http://127.0.0.1:1', client_id: 'x', client_secret: 'a secret of it' },
    ],
    accounts: [
      { username: 'alice', password: 'wonderland', name: 'Alice Liddell' },
      { username: 'bob', password: 'builder', email: 'gus@harbour.example', email_verified: true },
    ],
  }
  writeFileSync(file, JSON.stringify(config)) // JSON is YAML
  server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => undefined })
  await server.listen()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
  await provider?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a test's steps in a window of its own, with a look at every page that is named. */
async function inWindow(act: (page: Page, see: (name: string) => Promise<void>) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openWindow(browser)
  const flaws: string[] = []
  try {
    await act(page, async (name) => {
      flaws.push(...(await look(page, name)))
    })
    assert.deepEqual([...flaws, ...complaints, ...provider.errors], [])
  } finally {
    await close()
  }
}

/** Logs in on the pages of oidc-provider, and agrees. */
async function allowThere(page: Page, username: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/interaction/**`)
  await page.fill('[name=login]', username)
  await page.fill('[name=password]', 'any password')
  await page.click('[type=submit]')
  const consent = page.locator('input[name=prompt][value=consent]')
  const ours = page.locator('main')
  await consent.or(ours).first().waitFor({ state: 'attached' })
  if ((await consent.count()) > 0) await page.click('[type=submit]')
  await page.waitForURL(`${server.issuer}/**`)
}

/** Logs in with oidc-provider, and creates the account at the first login. */
async function logInElsewhere(page: Page, username: string): Promise<void> {
  await page.goto(`${server.issuer}/login?to=/account`)
  await page.click(harbourButton)
  await allowThere(page, username)
  if (new URL(page.url()).pathname.endsWith('/new')) await page.click('form:has([name=username]) [type=submit]')
  await page.waitForURL(`${server.issuer}/account`)
}

/** Ends the session at the provider, on its own page. */
async function logOutThere(page: Page): Promise<void> {
  await page.goto(`${provider.issuer}/session/end`)
  await page.click('[name=logout]')
  await page.waitForURL(/session\/end\/success/)
}

test(
  'a user of oidc-provider logs in by keyboard, chooses what is taken over, and comes back without being asked',
  {
    skip,
  },
  () =>
    inWindow(async (page, see) => {
      await page.goto(`${server.issuer}/login?to=/account`)
      await see('login')
      await tabTo(page, 'login/with/harbour')
      await page.keyboard.press('Enter')
      await allowThere(page, 'fay')
      assert.equal(new URL(page.url()).pathname, '/login/with/harbour/new')
      assert.match(await readMain(page), /You are fay@harbour\.example at Harbour/)
      await see('first-login')
      await page.fill('[name=username]', 'al ice')
      await page.keyboard.press('Enter')
      await page.waitForSelector('#username-error')
      await see('first-login-fault')
      await page.fill('[name=username]', 'fay')
      await tabTo(page, 'claim_nickname')
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${server.issuer}/account`)
      await page.goto(`${server.issuer}/account/profile`)
      assert.equal(await page.inputValue('[name=name]'), 'Fay Fisher')
      assert.equal(await page.inputValue('[name=nickname]'), '', 'what was not ticked is not taken over')
      await page.context().clearCookies({ domain: 'localhost' })
      await page.goto(`${server.issuer}/login?to=/account`)
      await page.click(harbourButton)
      await page.waitForURL(`${server.issuer}/account`)
    }),
)

test('a login of oidc-provider is linked once the user has proved both accounts, and unlinked again', { skip }, () =>
  inWindow(async (page, see) => {
    await page.goto(`${server.issuer}/login?to=/account`)
    await page.click(harbourButton)
    await allowThere(page, 'gus')
    assert.match(await readMain(page), /You already have an account here/)
    assert.equal(await page.locator('[name=username]').count(), 0, 'an address alone leads to no account')
    await see('known-address')
    await tabTo(page, 'account/logins/confirm/')
    await page.keyboard.press('Enter')
    await logIn(page, 'bob', 'builder')
    await page.waitForSelector('[name=decision][value=link]')
    assert.match(await readMain(page), /gus@harbour\.example at Harbour becomes a login of bob/)
    await see('confirm-link')
    await tabTo(page, 'link')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.issuer}/account/logins?done=linked`)
    await see('linked')

    const other = await openWindow(browser)
    await logInElsewhere(other.page, 'gus')

    await tabTo(page, 'harbour:gus')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.issuer}/account/logins?done=unlinked`)
    await see('unlinked')
    await other.page.reload()
    assert.match(other.page.url(), /\/login\?/, 'sessions that the login began are over')
    await other.close()
  }),
)

test('a login that has an account already is not linked to a second one', { skip }, () =>
  inWindow(async (page, see) => {
    const other = await openWindow(browser)
    await logInElsewhere(other.page, 'ida')
    await other.close()
    await page.goto(`${server.issuer}/login?to=/account/logins`)
    await logIn(page)
    await page.click('[name=provider][value=harbour]')
    await allowThere(page, 'ida')
    assert.match(await readMain(page), /This Harbour login is in use/)
    await see('in-use')
  }),
)

test('a logout continues at oidc-provider, and comes back (OIDC RP-Initiated Logout §2)', { skip }, () =>
  inWindow(async (page, see) => {
    await logInElsewhere(page, 'ida')
    await page.goto(`${server.issuer}/logout`)
    await see('logout')
    await page.check('[name=provider]')
    await page.click('[name=decision][value=allow]')
    await page.waitForURL(`${provider.issuer}/session/end**`)
    await page.click('[name=logout]')
    await page.waitForURL(`${server.issuer}/logout**`)
    assert.match(await readMain(page), /logged out/i)
    await see('logged-out')
    await page.goto(`${server.issuer}/login?to=/account`)
    await page.click(harbourButton)
    await page.waitForURL(`${provider.issuer}/interaction/**`)
    await page.waitForSelector('[name=login]')
  }),
)

test(
  'a logout at oidc-provider ends the session that it began, and no other (OIDC Back-Channel Logout §2.5)',
  {
    skip,
  },
  () =>
    inWindow(async (page) => {
      await logInElsewhere(page, 'ida')
      const other = await openWindow(browser)
      await logInElsewhere(other.page, 'ida')
      await logOutThere(page)
      for (let tries = 0; tries < 50 && !page.url().includes('/login?'); tries++) {
        await page.goto(`${server.issuer}/account`)
        await page.waitForTimeout(100)
      }
      assert.match(page.url(), /\/login\?/)
      await other.page.reload()
      assert.equal(other.page.url(), `${server.issuer}/account`, 'the session of another browser stays')
      await other.close()
    }),
)

test('a provider that was cancelled or is down is named, with ways on', { skip }, () =>
  inWindow(async (page, see) => {
    await page.goto(`${server.issuer}/login?to=/account`)
    await page.click(harbourButton)
    await page.waitForURL(`${provider.issuer}/interaction/**`)
    await page.click('a[href$="/abort"]')
    await page.waitForURL(`${server.issuer}/login/with/harbour/callback**`)
    assert.match(await readMain(page), /The login with Harbour failed/)
    await see('cancelled')
    await tabTo(page, 'login/with/harbour')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${provider.issuer}/interaction/**`)
    await page.goto(`${server.issuer}/login/with/hill`)
    assert.match(await readMain(page), /Hilltop does not respond/)
    await see('down')
    await page.goto(`${server.issuer}/login/with/harbour/new?login=none`)
    await see('stale')
  }),
)
