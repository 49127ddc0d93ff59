import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { bundle, servePage } from './browser-app.testing.ts'
import { contacts, type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'

const skip = noBrowser
let site: OpenIdSite
let browser: Browser

/** The page `/silent` is the one that the package documents for logins in a frame. */
const source = `
  import Keycloak from 'keycloak-js'
  if (location.pathname === '/silent') parent.postMessage(location.href, location.origin)
  else {
    window.keycloak = new Keycloak({ oidcProvider: issuer, clientId: 'app' })
    window.isLoggedIn = await keycloak.init({
      onLoad: 'check-sso',
      silentCheckSsoRedirectUri: app + '/silent',
      checkLoginIframe: false,
      pkceMethod: 'S256',
      // The package reads the access token: a scope of an API with JWTs makes it one.
      scope: 'openid profile email read',
    })
    window.isReady = true
  }`

before(async () => {
  if (skip) return
  const code = await bundle(source)
  site = await startOpenIdSite({
    client: (app) => ({
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${app}/`, `${app}/silent`],
      post_logout_redirect_uris: [`${app}/`],
      // The package reads refresh tokens too, and those are not JWTs.
      grant_types: ['authorization_code'],
      // The package's default.
      response_modes: ['fragment'],
      scope: 'openid profile email read',
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

const isReady = (page: Page) => page.waitForFunction('window.isReady === true')

test('keycloak-js: login in the mode oidcProvider, silent login, userinfo and logout', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${site.app}/`)
  await isReady(page)
  assert.equal(await page.evaluate('isLoggedIn'), false)
  await page.evaluate('void keycloak.login()')
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL((url) => url.origin === site.app)
  await isReady(page)
  assert.equal(await page.evaluate('keycloak.authenticated'), true)
  assert.equal(await page.evaluate('keycloak.loadUserInfo().then((user) => user.name)'), 'Alice Liddell')
  assert.equal(await page.evaluate('keycloak.tokenParsed.aud'), contacts)

  await page.goto(`${site.app}/`)
  await isReady(page)
  assert.equal(await page.evaluate('isLoggedIn'), true, 'the login is found in a frame')

  await page.evaluate('void keycloak.logout()')
  await page.waitForURL((url) => url.origin === site.app)
  await isReady(page)
  assert.equal(await page.evaluate('isLoggedIn'), false)
  assert.deepEqual(complaints, [])
  await close()
})
