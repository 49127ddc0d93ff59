import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { bundle, servePage } from './browser-app.testing.ts'
import { type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'

const skip = noBrowser
let site: OpenIdSite
let browser: Browser

const source = `
  import { UserManager } from 'oidc-client-ts'
  const users = new UserManager({
    authority: issuer,
    client_id: 'app',
    redirect_uri: app + '/callback',
    silent_redirect_uri: app + '/silent',
    scope: 'openid profile email',
    monitorSession: location.pathname !== '/silent',
    monitorAnonymousSession: true,
    checkSessionIntervalInSeconds: 1,
  })
  window.users = users
  window.events = []
  users.events.addUserSignedIn(() => window.events.push('signed in'))
  users.events.addUserSignedOut(() => window.events.push('signed out'))
  users.events.addUserSessionChanged(() => window.events.push('changed'))
  if (location.pathname === '/callback') await users.signinRedirectCallback()
  if (location.pathname === '/silent') await users.signinSilentCallback()
  window.isReady = true`

before(async () => {
  if (skip) return
  const code = await bundle(source)
  site = await startOpenIdSite({
    client: (app) => ({
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${app}/callback`, `${app}/silent`],
      grant_types: ['authorization_code'],
      scope: 'openid profile email',
      // The redirect URI is on loopback: without this each login is confirmed, and none is silent.
      skip_confirmation_for_native: true,
    }),
    handle: (app, issuer) => servePage(code, app, issuer),
    change: (config) => ({ ...config, sessionManagement: true }),
  })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

const isReady = (page: Page) => page.waitForFunction('window.isReady === true')
const events = (page: Page) => page.evaluate<readonly string[]>('window.events')
const sees = (page: Page, event: string) =>
  page.waitForFunction(`window.events.includes(${JSON.stringify(event)})`, undefined, { timeout: 15_000 })
/** Longer than some looks of the monitor. */
const aWhile = (page: Page) => page.waitForTimeout(4000)

async function openApp(context: Page['context']) {
  const page = await context().newPage()
  await page.goto(site.app)
  await isReady(page)
  return page
}

async function logInAt(page: Page) {
  await page.evaluate('void users.signinRedirect()')
  await logIn(page)
}

async function logOut(context: Page['context']) {
  const page = await context().newPage()
  await page.goto(`${site.issuer}/logout`)
  await page.click('[name=decision][value=allow]')
  await page.waitForSelector('#result')
}

test('oidc-client-ts: the session monitor sees a logout and a login in other tabs, and nothing else', {
  skip,
}, async () => {
  const { page: first, close } = await openWindow(browser)
  const context = () => first.context()
  const app = await openApp(context)
  await logInAt(app)
  await app.click('[name=decision][value=allow]')
  await isReady(app)
  await aWhile(app)
  assert.deepEqual(await events(app), [], 'the user is logged in, and nothing changes')
  await logOut(context)
  await sees(app, 'signed out')
  await app.close()

  await first.goto(site.app)
  await first.evaluate('localStorage.clear(), sessionStorage.clear()')
  const waiting = await openApp(context)
  await aWhile(waiting)
  assert.deepEqual(await events(waiting), [], 'nobody is logged in, and nothing changes')
  const other = await openApp(context)
  await logInAt(other)
  await isReady(other)
  await sees(waiting, 'signed in')
  await close()
})

test('oidc-client-ts: the session monitor sees a session that ended on the server alone', { skip }, async () => {
  const { page: first, close } = await openWindow(browser)
  const context = () => first.context()
  const app = await openApp(context)
  await logInAt(app)
  await isReady(app)
  const elsewhere = await openWindow(browser)
  await elsewhere.page.context().addCookies(await context().cookies())
  await logOut(() => elsewhere.page.context())
  await elsewhere.close()
  // A new frame asks at once, an old one within a minute.
  await app.goto(site.app)
  await isReady(app)
  await sees(app, 'signed out')
  await close()
})
