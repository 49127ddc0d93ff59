import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { type FlowSite, startFlowSite } from './flow-site.testing.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
const underscored = 'https://my_app.example.com/callback'
let site: FlowSite
let browser: Browser

before(async () => {
  if (skip) return
  site = await startFlowSite(
    (app) => [`${app}/to-port`, `${app}/to-scheme`, `${app.replace('localhost', '[::1]')}/callback`, underscored],
    (request, response, app) => {
      const { pathname, search } = new URL(request.url ?? '/', app)
      const next: Readonly<Record<string, string>> = {
        '/to-port': `${app.replace('localhost', '127.0.0.1')}/landed${search}`,
        '/to-scheme': `com.example.cardwheel://landed${search}`,
      }
      const location = next[pathname]
      response.writeHead(location === undefined ? 200 : 303, {
        'content-type': 'text/html',
        ...(location === undefined ? {} : { location }),
      })
      response.end('<h1>Back at the app</h1>')
    },
  )
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

interface End {
  readonly page: Page
  readonly complaints: readonly string[]
  /** Waits until the browser asks for an address that begins like this. */
  readonly asksFor: (start: string) => Promise<string>
}

async function inWindow(act: (end: End) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openWindow(browser)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const asksFor = async (start: string) => {
    for (let waited = 0; waited < 5000; waited += 50) {
      const found = asked.find((url) => url.startsWith(start))
      if (found !== undefined) return found
      await page.waitForTimeout(50)
    }
    return assert.fail(`the browser never asked for ${start}: ${complaints.join(' ')}`)
  }
  await act({ page, complaints, asksFor })
  await close()
}

/** Where the walk ends, by the redirect URI that it began with. */
const ends = (): readonly (readonly [redirectUri: string, end: string])[] => [
  [`${site.app}/to-port`, `${site.app.replace('localhost', '127.0.0.1')}/landed`],
  [`${site.app}/to-scheme`, 'com.example.cardwheel://landed'],
  [`${site.app.replace('localhost', '[::1]')}/callback`, `${site.app.replace('localhost', '[::1]')}/callback`],
  [underscored, underscored],
]

for (const decision of ['allow', 'deny'] as const) {
  test(`${decision} reaches an app wherever its callback redirects`, { skip }, async () => {
    for (const [redirectUri, end] of ends()) {
      await inWindow(async ({ page, complaints, asksFor }) => {
        await page.goto(site.authorizationUrl(redirectUri, { prompt: 'consent' }))
        await logIn(page)
        await page.waitForSelector('[name=decision]')
        await page.click(`[name=decision][value=${decision}]`)
        const url = await asksFor(end)
        assert.match(url, decision === 'allow' ? /[?&]code=/ : /[?&]error=access_denied/)
        assert.deepEqual(
          complaints.filter((one) => one.includes('Content Security Policy')),
          [],
        )
      })
    }
  })
}

test('a login without consent reaches an app wherever its callback redirects', { skip }, async () => {
  for (const [redirectUri, end] of ends()) {
    await inWindow(async ({ page, complaints, asksFor }) => {
      await page.goto(site.authorizationUrl(redirectUri, { prompt: 'login' }))
      await logIn(page)
      if (new URL(page.url()).pathname === '/consent') {
        await page.click('[name=decision][value=allow]')
        await asksFor(end)
        await page.goto(site.authorizationUrl(redirectUri, { prompt: 'login' }))
        await logIn(page)
      }
      assert.match(await asksFor(end), /[?&]code=/)
      assert.deepEqual(
        complaints.filter((one) => one.includes('Content Security Policy')),
        [],
      )
    })
  }
})

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? 'by itself' : 'by its button'
  test(`form_post reaches an app whose callback redirects ${words}`, { skip }, async () => {
    const { page, complaints, close } = await openWindow(browser, { javaScriptEnabled })
    await page.goto(site.authorizationUrl(`${site.app}/to-port`, { response_mode: 'form_post', prompt: 'consent' }))
    await logIn(page)
    await page.click('[name=decision][value=allow]')
    if (!javaScriptEnabled) await page.click('main form [type=submit]')
    await page.waitForURL(`${site.app.replace('localhost', '127.0.0.1')}/landed`)
    assert.deepEqual(complaints, [])
    await close()
  })
}

test('an app does not get the fragment of the request URL (RFC 9110 §10.2.2)', { skip }, async () => {
  const { page, close } = await openWindow(browser, { javaScriptEnabled: true })
  const url = site.authorizationUrl(`${site.app}/to-port`, { prompt: 'none' })
  await page.goto(`${url}#access_token=of-somebody-else`)
  await page.waitForURL(/\/landed/)
  assert.doesNotMatch(page.url(), /somebody/)
  await close()
})
