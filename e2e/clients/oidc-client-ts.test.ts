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
    popup_redirect_uri: app + '/popup',
    silent_redirect_uri: app + '/silent',
    post_logout_redirect_uri: app + '/',
    scope: 'openid profile email',
    loadUserInfo: true,
  })
  window.users = users
  if (location.pathname === '/callback') window.user = await users.signinRedirectCallback()
  if (location.pathname === '/popup') await users.signinPopupCallback()
  if (location.pathname === '/silent') await users.signinSilentCallback()
  window.isReady = true`

before(async () => {
  if (skip) return
  const code = await bundle(source)
  site = await startOpenIdSite({
    client: (app) => ({
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${app}/callback`, `${app}/popup`, `${app}/silent`],
      post_logout_redirect_uris: [`${app}/`],
      grant_types: ['authorization_code'],
      scope: 'openid profile email',
      // The redirect URI is on loopback: without this each login is confirmed, and none is silent.
      skip_confirmation_for_native: true,
    }),
    handle: (app, issuer) => servePage(code, app, issuer),
  })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

interface User {
  readonly id_token: string
  readonly profile: Readonly<Record<string, unknown>>
}

const isReady = (page: Page) => page.waitForFunction('window.isReady === true')

test('oidc-client-ts: login by redirect, silent renewal in a frame, logout', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(site.app)
  await isReady(page)
  await page.evaluate('void users.signinRedirect()')
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await isReady(page)
  const user = await page.evaluate<User>('window.user')
  assert.equal(user.profile.name, 'Alice Liddell')

  const renewed = await page.evaluate<User>('users.signinSilent()')
  assert.equal(renewed.profile.sub, user.profile.sub)
  assert.notEqual(renewed.id_token, user.id_token)

  await page.evaluate('void users.signoutRedirect()')
  await page.waitForURL(({ origin }) => origin === site.app)
  await isReady(page)
  const refusal = await page.evaluate<string>('users.signinSilent().then(() => "renewed", (error) => error.error)')
  assert.equal(refusal, 'login_required')
  assert.deepEqual(complaints, [])
  await close()
})

test('oidc-client-ts: login in a pop-up', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(site.app)
  await isReady(page)
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate('void (window.pending = users.signinPopup())'),
  ])
  await logIn(popup)
  await popup.waitForSelector('[name=decision]').catch(() => undefined)
  if (!popup.isClosed()) await popup.click('[name=decision][value=allow]')
  const user = await page.evaluate<User>('window.pending')
  assert.equal(user.profile.email, 'alice@example.com')
  assert.deepEqual(complaints, [])
  await close()
})
