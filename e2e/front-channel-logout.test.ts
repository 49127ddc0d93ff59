import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { type FlowSite, startFlowSite } from './flow-site.testing.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
/** RFC 7636 Appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
let site: FlowSite
let browser: Browser
let framed: URL[] = []
let isSlow = false

before(async () => {
  if (skip) return
  site = await startFlowSite(
    (app) => [`${app}/callback`],
    (request, response, app) => {
      const url = new URL(String(request.url), app)
      response.setHeader('content-type', 'text/html')
      if (url.pathname !== '/front') return response.end(`<title>app</title><h1>${url.pathname}</h1>`)
      framed.push(url)
      if (!isSlow) response.end('logged out')
    },
    (app) => ({
      scope: 'openid read',
      skip_confirmation_for_native: true,
      post_logout_redirect_uris: [`${app}/out`],
      frontchannel_logout_uri: `${app}/front?a=b`,
      frontchannel_logout_session_required: true,
    }),
  )
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

async function signIn(page: Page): Promise<string> {
  await page.goto(site.authorizationUrl(`${site.app}/callback`, { scope: 'openid', prompt: 'consent' }))
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(/callback/)
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: 'app',
    code,
    redirect_uri: `${site.app}/callback`,
    code_verifier: verifier,
  })
  const tokens = (await (await fetch(`${site.issuer}/token`, { method: 'POST', body })).json()) as { id_token: string }
  return tokens.id_token
}

const logoutUrl = (hint: string) =>
  `${site.issuer}/logout?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: `${site.app}/out`, state: 's' })}`

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' without scripts'
  test(`a logout loads the page of each app with iss and sid, then returns to the app${how} (OIDC Front-Channel Logout §3)`, {
    skip,
  }, async () => {
    const { page, close, complaints } = await openWindow(browser, { javaScriptEnabled: javaScript })
    framed = []
    isSlow = false
    const hint = await signIn(page)
    await page.goto(logoutUrl(hint))
    await page.waitForURL(`${site.app}/out?state=s`)
    assert.equal(framed.length, 1)
    assert.deepEqual(Object.fromEntries(framed[0]?.searchParams ?? []), {
      a: 'b',
      iss: site.issuer,
      sid: decodeJwt(hint).sid,
    })
    await page.goto(`${site.issuer}/keys`)
    assert.match(page.url(), /\/login/)
    assert.deepEqual(complaints, [])
    await close()
  })
}

test('an app that does not respond delays the return by a few seconds only', { skip }, async () => {
  const { page, close, complaints } = await openWindow(browser)
  framed = []
  isSlow = true
  const hint = await signIn(page)
  const began = performance.now()
  await page.goto(logoutUrl(hint), { waitUntil: 'commit' })
  await page.waitForURL(`${site.app}/out?state=s`)
  assert.ok(performance.now() - began < 10_000)
  assert.equal(framed.length, 1)
  assert.deepEqual(complaints, [])
  await close()
})

test('a logout on the page of the server logs out of the apps too, and stays there', { skip }, async () => {
  const { page, close, complaints } = await openWindow(browser)
  framed = []
  isSlow = false
  await signIn(page)
  await page.goto(`${site.issuer}/logout`)
  await page.click('button[name=decision][value=allow]')
  await page.waitForSelector('#result')
  await page.waitForLoadState('load')
  assert.equal(framed.length, 1)
  assert.deepEqual(complaints, [])
  await close()
})
