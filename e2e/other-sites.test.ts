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
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const ownScheme = 'com.example.app:/callback'
let server: Server
let site: HttpServer
/** Another site: `127.0.0.1` is not the host that the issuer has. */
let siteUrl: string
let browser: Browser

before(async () => {
  if (skip) return
  const [port = 0, sitePort = 0] = await findFreePorts(2)
  siteUrl = `http://127.0.0.1:${sitePort}`
  site = createHttpServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<h1>another site</h1>')
  }).listen(sitePort, '127.0.0.1')
  await once(site, 'listening')
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  const client = { token_endpoint_auth_method: 'none' as const, grant_types: ['authorization_code'], scope: 'read' }
  server = await createServer({
    ...config,
    apis: [
      {
        identifier: 'https://api.example.com/',
        name: 'Contacts',
        tokenFormat: 'opaque',
        tokenSigningAlg: 'ES256',
        scopes: [{ name: 'read', description: 'See your contacts' }],
        introspectedBy: [],
      },
    ],
    clients: [
      { ...client, client_id: 'web', redirect_uris: [`${siteUrl}/callback`] },
      { ...client, client_id: 'app', redirect_uris: [ownScheme] },
    ],
    accounts: [{ username: 'alice', password: 'wonderland' }],
  })
  await server.listen()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
  site?.closeAllConnections()
  site?.close()
})

const parametersOf = (client_id: string, redirect_uri: string) => ({
  response_type: 'code',
  client_id,
  redirect_uri,
  code_challenge: challenge,
  code_challenge_method: 'S256',
  scope: 'read',
  state: 'kept',
})
const authorizationUrl = (client_id = 'web', redirect_uri = `${siteUrl}/callback`) =>
  `${server.issuer}/authorize?${new URLSearchParams(parametersOf(client_id, redirect_uri))}`

async function cookiesOf(page: Page): Promise<readonly string[]> {
  const cookies = await page.context().cookies(server.issuer)
  return cookies.map(({ name, value }) => `${name}=${value}`).sort()
}

/** Has another site post a form to the server, as its page would. */
async function postFrom(page: Page, path: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(siteUrl)
  const form = JSON.stringify({ action: server.issuer + path, fields })
  await Promise.all([
    page.waitForURL(`${server.issuer}/**`),
    page.evaluate(`{
      const { action, fields } = ${form}
      const form = document.createElement('form')
      form.method = 'post'
      form.action = action
      for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement('input')
        input.name = name
        input.value = value
        form.append(input)
      }
      document.body.append(form)
      form.submit()
    }`),
  ])
}

test('a request posted by another site uses the existing login and replaces no cookies', {
  skip,
}, async () => {
  const { page, close } = await openWindow(browser)
  await page.goto(authorizationUrl())
  await logIn(page, 'alice', 'wonderland')
  await page.waitForSelector('[name=decision]')
  const before = await cookiesOf(page)
  assert.equal(before.length, 2)
  const other = await page.context().newPage()
  await postFrom(other, '/authorize', parametersOf('web', `${siteUrl}/callback`))
  await other.waitForSelector('[name=decision][value=deny]')
  assert.deepEqual(await cookiesOf(page), before)
  await other.click('[name=decision][value=deny]')
  await other.waitForURL(/[?&]error=access_denied/)
  assert.equal(new URL(other.url()).searchParams.get('state'), 'kept')
  await page.click('[name=decision][value=deny]')
  await page.waitForURL(/[?&]error=access_denied/)
  await close()
})

test('requests that another site embeds, fetches or posts replace no cookies', { skip }, async () => {
  const { page, close } = await openWindow(browser)
  await page.goto(`${server.issuer}/login`)
  await logIn(page, 'alice', 'wonderland')
  await page.waitForURL(`${server.issuer}/keys`)
  const before = await cookiesOf(page)
  const other = await page.context().newPage()
  await other.goto(siteUrl)
  const paths = ['/', '/login', '/logout', '/keys', '/consent?interaction=x', '/no-such-page', '/authorize?client_id=x']
  const urls = [...paths.map((path) => server.issuer + path), authorizationUrl()]
  await other.evaluate(`Promise.all(${JSON.stringify(urls)}.flatMap((url) => [
    fetch(url, { mode: 'no-cors', credentials: 'include' }).catch(() => undefined),
    ...['img', 'iframe', 'script', 'embed', 'object'].map((name) => new Promise((resolve) => {
      const element = document.createElement(name)
      element.onload = element.onerror = resolve
      element[name === 'object' ? 'data' : 'src'] = url
      document.body.append(element)
      setTimeout(resolve, 2000)
    })),
  ]))`)
  assert.deepEqual(await cookiesOf(page), before)
  for (const path of ['/login', '/logout', '/keys/take-back', '/consent', '/authorize', '/no-such-page']) {
    await postFrom(other, path, { username: 'alice', password: 'wonderland', csrf: 'x' })
    assert.deepEqual(await cookiesOf(page), before, path)
  }
  await page.reload()
  assert.equal(page.url(), `${server.issuer}/keys`)
  await close()
})

test('after a login in one tab the other continues without a password, also after the back button', {
  skip,
}, async () => {
  const { page, close } = await openWindow(browser)
  await page.goto(`${server.issuer}/login`)
  const one = await page.context().newPage()
  const two = await page.context().newPage()
  await one.goto(authorizationUrl())
  await two.goto(authorizationUrl())
  await logIn(one, 'alice', 'wonderland')
  await one.waitForSelector('[name=decision]')
  await two.fill('[name=username]', 'alice')
  await two.fill('[name=password]', 'typed in vain')
  await two.keyboard.press('Enter')
  await two.waitForSelector('[name=decision]')
  await two.goBack()
  await two.waitForSelector('[name=decision]')
  await close()
})

test('after a redirect to a private scheme a page remains that opens the app', {
  skip,
}, async () => {
  const { page, close } = await openWindow(browser)
  await page.goto(authorizationUrl('app', ownScheme))
  await logIn(page, 'alice', 'wonderland')
  await page.waitForSelector('[name=decision]')
  const opened = page.waitForRequest((request) => request.url().startsWith('com.example.app:/callback?code='))
  await page.click('[name=decision][value=allow]')
  await page.locator('#result').waitFor()
  await opened
  assert.equal(await page.locator('#open-app').count(), 1)
  assert.equal(await page.locator('form').count(), 0)
  await page.reload()
  await page.locator('#result').waitFor()
  await close()
})
