import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { type FlowSite, startFlowSite } from './flow-site.testing.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
let site: FlowSite
let browser: Browser

/**
 * Opens a pop-up for the login, takes its response and redeems the code, as oidc-client-ts and Swagger UI do: by a message, or
 * by a function of the opener that the pop-up calls; the token request is of another origin and has a header of its own.
 */
const opener = `<h1>Cardwheel</h1><p id="answer"></p><script>
  const say = (answer) => { document.getElementById('answer').textContent = answer }
  addEventListener('message', (event) => { if (event.origin === location.origin) say(event.data) })
  window.takeRedirect = (search) => say(search)
  window.redeem = async (token) => {
    const headers = { accept: 'application/json, text/plain, */*', 'x-requested-with': 'XMLHttpRequest' }
    const code = new URLSearchParams(document.getElementById('answer').textContent).get('code')
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, ...token.form })
    const response = await fetch(token.url, { method: 'POST', headers, body: form })
    return (await response.json()).token_type
  }
  window.logIn = (url) => { window.popup = open(url, 'login', 'width=500,height=700') }
</script>`

/** Ends the pop-up: by a message, or by calling the opener, which both need \`window.opener\`. */
const callbacks: Readonly<Record<string, string>> = {
  '/message': '<script>opener.postMessage(location.search, location.origin); close()</script>',
  '/call': '<script>opener.takeRedirect(location.search); close()</script>',
  '/posted': '<script>opener.postMessage("?code=posted", location.origin); close()</script>',
}

before(async () => {
  if (skip) return
  site = await startFlowSite(
    (app) => Object.keys(callbacks).map((path) => app + path),
    (request, response, app) => {
      response.setHeader('content-type', 'text/html')
      response.end(callbacks[new URL(request.url ?? '/', app).pathname] ?? opener)
    },
  )
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

async function inPopup(url: string, act: (page: Page, popup: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(site.app)
  const opened = page.waitForEvent('popup')
  await page.evaluate(`logIn(${JSON.stringify(url)})`)
  await act(page, await opened)
  assert.deepEqual(complaints, [])
  await close()
}

function redeem(page: Page, redirectUri: string): Promise<unknown> {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const form = { client_id: 'app', redirect_uri: redirectUri, code_verifier: verifier }
  return page.evaluate(`redeem(${JSON.stringify({ url: `${site.issuer}/token`, form })})`)
}

for (const [path, more] of [
  ['/message', {}],
  ['/call', {}],
  ['/posted', { response_mode: 'form_post' }],
] as const) {
  test(`a pop-up login returns its response to the window that opened it: ${path}`, { skip }, () =>
    inPopup(site.authorizationUrl(site.app + path, { prompt: 'consent', ...more }), async (page, popup) => {
      await logIn(popup, 'alice', 'wrong')
      await popup.locator('#login-error').waitFor()
      await logIn(popup)
      await popup.waitForSelector('[name=decision]')
      await popup.click('[name=decision][value=allow]')
      await page.getByText('?code=').waitFor()
      assert.equal(popup.isClosed() || (await popup.waitForEvent('close').then(() => true)), true)
      if (path !== '/posted') assert.equal(await redeem(page, site.app + path), 'Bearer')
    }),
  )
}

test('an error page within a flow keeps the connection of the pop-up to its opener', { skip }, () =>
  inPopup(site.authorizationUrl('http://elsewhere.example/'), async (_page, popup) => {
    await popup.locator('#result').waitFor()
    assert.equal(await popup.evaluate('opener !== null'), true)
  }),
)

test('My keys is isolated from the window that opened it (HTML §7.1.3)', { skip }, () =>
  inPopup(`${site.issuer}/keys`, async (_page, popup) => {
    await logIn(popup)
    await popup.waitForURL(`${site.issuer}/keys`)
    assert.equal(await popup.evaluate('opener'), null)
  }),
)
