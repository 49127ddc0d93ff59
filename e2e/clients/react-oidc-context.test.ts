import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { bundle, servePage } from './browser-app.testing.ts'
import { type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'

const skip = noBrowser
let site: OpenIdSite
let browser: Browser

const source = `
  import { createRoot } from 'react-dom/client'
  import { AuthProvider, useAuth } from 'react-oidc-context'
  const settings = {
    authority: issuer,
    client_id: 'app',
    redirect_uri: app + '/',
    post_logout_redirect_uri: app + '/',
    scope: 'openid profile email',
    loadUserInfo: true,
    onSigninCallback: () => history.replaceState({}, '', '/'),
  }
  function Profile() {
    const auth = useAuth()
    if (auth.error) return <p id="error">{auth.error.message}</p>
    if (auth.isLoading) return <p>…</p>
    if (!auth.isAuthenticated) return <button id="login" onClick={() => auth.signinRedirect()}>Log in</button>
    return <><p id="name">{auth.user.profile.name}</p><button id="logout" onClick={() => auth.signoutRedirect()}>Log out</button></>
  }
  createRoot(document.getElementById('app')).render(<AuthProvider {...settings}><Profile /></AuthProvider>)`

before(async () => {
  if (skip) return
  const code = await bundle(source)
  site = await startOpenIdSite({
    client: (app) => ({
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${app}/`],
      post_logout_redirect_uris: [`${app}/`],
      grant_types: ['authorization_code'],
      scope: 'openid profile email',
    }),
    handle: (app, issuer) => servePage(code, app, issuer),
  })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('react-oidc-context: a React page logs its user in and out', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(site.app)
  await page.click('#login')
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  assert.equal(await page.textContent('#name'), 'Alice Liddell')
  await page.click('#logout')
  await page.waitForSelector('#login')
  assert.deepEqual(complaints, [])
  await close()
})
