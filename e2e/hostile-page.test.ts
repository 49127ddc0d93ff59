import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createServer, readConfig, type Server } from 'valetkey'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { logIn } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'
const skip = noBrowser
const payloads = [
  '"><img src=x onerror=window.pwned=1 id=planted>',
  "'><svg onload=window.pwned=1 id=planted></svg>",
  '</title></textarea></script><script id=planted>window.pwned=1</script>',
  'javascript:window.pwned=1',
]
const [tag = '', quote = '', script = ''] = payloads
// A username has no spaces; this one needs none.
const username = '"><svg/onload=window.pwned=1>'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
let server: Server
let app: HttpServer
let appUrl: string
let browser: Browser

before(async () => {
  if (skip) return
  const [port = 0, appPort = 0] = await findFreePorts(2)
  appUrl = `http://localhost:${appPort}`
  app = createHttpServer((request, response) => {
    const frame = new URL(request.url ?? '/', appUrl).searchParams.get('frame')
    response.setHeader('content-type', 'text/html')
    response.end(frame ? `<iframe src="${frame}" id=framed></iframe>` : 'back at the app')
  }).listen(appPort, '127.0.0.1')
  await once(app, 'listening')
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  server = await createServer({
    ...config,
    apis: [
      {
        identifier: 'https://api.example.com/',
        name: `${tag.slice(0, 90)}`,
        tokenFormat: 'opaque',
        tokenSigningAlg: 'ES256',
        scopes: [{ name: 'read', description: script }],
        introspectedBy: [],
      },
    ],
    clients: [
      {
        client_id: 'hostile',
        client_name: quote,
        redirect_uris: [`${appUrl}/callback`],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_modes: ['form_post'],
        scope: 'read',
      },
    ],
    accounts: [{ username, password: 'wonderland', name: script }],
  })
  await server.listen()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
  app?.closeAllConnections()
  app?.close()
})

function authorizationUrl(more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'hostile',
    redirect_uri: `${appUrl}/callback`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    scope: 'read',
    ...more,
  })
  return `${server.issuer}/authorize?${query}`
}

async function assertHarmless(page: Page): Promise<void> {
  const found = await page.evaluate<{ pwned: unknown; planted: number; handlers: number; links: number }>(`({
    pwned: window.pwned ?? null,
    planted: document.querySelectorAll('#planted').length,
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).length,
    links: document.querySelectorAll('[href^="javascript:" i], [action^="javascript:" i], [src^="javascript:" i]').length,
  })`)
  assert.deepEqual(found, { pwned: null, planted: 0, handlers: 0, links: 0 }, page.url())
}

test('names of apps, users, APIs and scopes are escaped on every page', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(authorizationUrl({ state: tag }))
  await assertHarmless(page)
  await logIn(page, username, 'wrong')
  await page.locator('#login-error').waitFor()
  await assertHarmless(page)
  await logIn(page, username)
  await page.waitForSelector('[name=decision]')
  await assertHarmless(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(`${appUrl}/callback**`)
  assert.equal(new URL(page.url()).searchParams.get('state'), tag, 'the state comes back byte for byte')
  for (const path of ['/keys', '/', '/logout']) {
    await page.goto(server.issuer + path)
    await assertHarmless(page)
  }
  await page.goto(`${server.issuer}/keys`)
  await page.locator('form[action$="/keys/take-back"] button').click()
  await page.locator('#result').waitFor()
  await assertHarmless(page)
  assert.deepEqual(complaints, [])
  await close()
})

test('values of a request are escaped on every error page', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  for (const payload of payloads) {
    const urls = [
      ...['client_id', 'redirect_uri', 'resource', 'response_mode', 'request_uri'].map((name) =>
        authorizationUrl({ [name]: payload }),
      ),
      `${authorizationUrl({ redirect_uri: `${appUrl}/callback` })}&redirect_uri=${encodeURIComponent(payload)}`,
      `${server.issuer}/login?interaction=${encodeURIComponent(payload)}`,
      `${server.issuer}/consent?interaction=${encodeURIComponent(payload)}`,
      `${server.issuer}/${encodeURIComponent(payload)}`,
    ]
    for (const url of urls) {
      await page.goto(url)
      await assertHarmless(page)
    }
  }
  assert.deepEqual(complaints, [])
  await close()
})

test('the response that a page posts to the app is escaped', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser, { javaScriptEnabled: false })
  await page.goto(authorizationUrl({ state: script, response_mode: 'form_post' }))
  await logIn(page, username)
  await page.click('[name=decision][value=allow]')
  await page.waitForSelector('[name=state]', { state: 'attached' })
  assert.equal(await page.inputValue('[name=state]'), script)
  await page.click('main form [type=submit]')
  await page.waitForURL(`${appUrl}/callback`)
  assert.deepEqual(complaints, [])
  await close()
})

test('no page lets another site frame it', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  for (const target of ['/', '/login', '/keys', '/logout', '/consent', '/nothing']) {
    await page.goto(`${appUrl}/?frame=${encodeURIComponent(server.issuer + target)}`)
    const [, frame] = page.frames()
    assert.match(frame?.url() ?? '', /^chrome-error:/, target)
  }
  assert.ok(complaints.length >= 6, 'the browser tells of each refusal')
  await close()
})

test('a browser keeps the cookies of http://localhost, hidden from scripts, apart from those of other ports', {
  skip,
}, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${server.issuer}/login`)
  await logIn(page, username)
  await page.waitForURL(`${server.issuer}/keys`)
  const cookies = await page.context().cookies(server.issuer)
  const { port } = new URL(server.issuer)
  const names = cookies.map(({ name }) => name)
  assert.deepEqual(names.sort(), [`valetkey-browser-${port}`, `valetkey-session-${port}`])
  for (const { httpOnly, secure, sameSite, path } of cookies) {
    assert.deepEqual(
      { httpOnly, secure, sameSite, path },
      { httpOnly: true, secure: false, sameSite: 'Lax', path: '/' },
    )
  }
  assert.equal(await page.evaluate('document.cookie'), '')
  assert.deepEqual(complaints, [])
  await close()
})
