import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { bundle, servePage } from './browser-app.testing.ts'
import { contacts, type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'

const skip = noBrowser
let site: OpenIdSite
let browser: Browser

const source = `
  import { createAuth0Client } from '@auth0/auth0-spa-js'
  // The package knows issuers by https only, and puts a slash behind them unless the option issuer says otherwise.
  window.auth0 = await createAuth0Client({
    domain: issuer,
    issuer,
    clientId: 'app',
    authorizationParams: { redirect_uri: app + '/', audience: '${contacts}', scope: 'openid profile email read' },
  })
  if (location.search.includes('code=')) {
    await auth0.handleRedirectCallback()
    history.replaceState({}, '', '/')
  }
  window.isReady = true`

before(async () => {
  if (skip) return
  const code = await bundle(source)
  site = await startOpenIdSite({
    isSecure: true,
    client: (app) => ({
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${app}/`, app],
      post_logout_redirect_uris: [`${app}/`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_modes: ['web_message'],
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
const open = () => openWindow(browser, { ignoreHTTPSErrors: true })

test('auth0-spa-js: login by redirect, silent tokens by web_message, logout', { skip }, async () => {
  const { page, complaints, close } = await open()
  await page.goto(`${site.app}/`)
  await isReady(page)
  await page.evaluate('void auth0.loginWithRedirect()')
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(({ origin }) => origin === site.app)
  await isReady(page)
  const token = await page.evaluate<string>("auth0.getTokenSilently({ cacheMode: 'off' })")
  assert.equal(decodeJwt(token).aud, contacts)

  await page.reload()
  await isReady(page)
  const silent = await page.evaluate<string>('auth0.getTokenSilently()')
  assert.equal(decodeJwt(silent).aud, contacts)
  assert.equal(await page.evaluate('auth0.isAuthenticated()'), true)

  await page.evaluate("void auth0.logout({ logoutParams: { returnTo: location.origin + '/' } })")
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(({ origin }) => origin === site.app)
  await isReady(page)
  const refusal = await page.evaluate('auth0.getTokenSilently().then(() => "token", (error) => error.error)')
  assert.equal(refusal, 'login_required')
  assert.deepEqual(complaints, [])
  await close()
})

test('auth0-spa-js: login in a pop-up', { skip }, async () => {
  const { page, complaints, close } = await open()
  await page.goto(`${site.app}/`)
  await isReady(page)
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate('void (window.pending = auth0.loginWithPopup())'),
  ])
  await logIn(popup)
  await popup.waitForSelector('[name=decision]').catch(() => undefined)
  if (!popup.isClosed()) await popup.click('[name=decision][value=allow]')
  await page.evaluate('window.pending')
  assert.equal(await page.evaluate('auth0.isAuthenticated()'), true)
  assert.deepEqual(complaints, [])
  await close()
})
