import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { createServer, readConfig, type Server } from 'valetkey'
import { parse } from 'yaml'
import { launchBrowser, noBrowser, openWindow } from '../e2e/browser.ts'
import { findFreePorts } from '../e2e/free-ports.ts'
import { logIn } from '../e2e/steps.ts'
import { readSnippets, type SnippetFolder, writeSnippets } from './snippets.ts'

process.env.VALETKEY_LOG ??= 'error'
const skip = noBrowser
const page = readFileSync(new URL('login-clients.md', import.meta.url), 'utf8')
const secret = 'a-long-random-secret-that-only-this-app-knows'
let server: Server
let snippets: SnippetFolder
let browser: Browser
let app: string
let certificate: string

before(async () => {
  const [port = 0, appPort = 0] = await findFreePorts(2)
  app = `http://localhost:${appPort}`
  snippets = writeSnippets(page, {
    'https://id.example.com': `https://localhost:${port}`,
    "'id.example.com'": `'localhost:${port}'`,
    'https://app.example.com': app,
    'listen(3000': `listen(${appPort}`,
    '"localhost", 3000': `"localhost", ${appPort}`,
  })
  certificate = makeCertificate(snippets.folder)
  const file = path.join(snippets.folder, 'server.yaml')
  writeFileSync(file, describeServer(port))
  server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => {} })
  await server.listen()
  if (!skip) browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
  snippets.remove()
})

/** The configuration of a server with every client of the page, and the APIs that they use. JSON is YAML, too. */
function describeServer(port: number): string {
  const registrations = readSnippets(page)
    .filter(({ language }) => language === 'yaml')
    .map(({ file }) => parse(readFileSync(path.join(snippets.folder, file), 'utf8')))
  return JSON.stringify({
    issuer: `https://localhost:${port}`,
    listen: { port },
    tls: { cert: certificate, key: path.join(snippets.folder, 'key.pem') },
    database: `sqlite:${path.join(snippets.folder, 'valetkey.db')}`,
    secret: `${'s'.repeat(10)}${secret}`,
    apis: registrations.flatMap(({ apis = [] }) => apis),
    clients: registrations.flatMap(({ clients }) => clients),
    accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell', email: 'alice@example.com' }],
  })
}

function makeCertificate(folder: string): string {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  return cert
}

/** Runs a program that serves the app, while a user logs in. */
async function withProgram(
  file: string,
  use: (tab: Page) => Promise<void>,
  interpreter: string = process.execPath,
): Promise<void> {
  const trusted = { NODE_EXTRA_CA_CERTS: certificate, REQUESTS_CA_BUNDLE: certificate }
  const env = { ...process.env, CLIENT_SECRET: secret, COOKIE_SECRET: secret, ...trusted }
  const child: ChildProcess = spawn(interpreter, [path.join(snippets.folder, file)], { env, stdio: 'inherit' })
  try {
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(app).catch(() => undefined)) break
      await setTimeout(100)
    }
    await inWindow(use)
  } finally {
    // The next one listens at the same port.
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}

/** Serves a page with a script of the document, with everything that it imports, while a user logs in. */
async function withScript(file: string, use: (tab: Page) => Promise<void>): Promise<void> {
  const bundle = await rolldown({ input: path.join(snippets.folder, file), platform: 'browser', logLevel: 'silent' })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  await bundle.close()
  const buttons = '<p id="user"></p><button id="login">Log in</button><button id="logout">Log out</button>'
  const body = `<div id="app">${buttons}</div><script type="module" src="/app.js"></script>`
  const site = createHttpServer(({ url }, response) => {
    const [type, text] = url === '/app.js' ? ['text/javascript', output[0].code] : ['text/html', body]
    response.writeHead(200, { 'content-type': type }).end(text)
  }).listen(new URL(app).port)
  try {
    await inWindow(use)
  } finally {
    const closed = once(site, 'close')
    site.close()
    site.closeAllConnections()
    await closed
  }
}

async function inWindow(use: (tab: Page) => Promise<void>): Promise<void> {
  const { page: tab, close } = await openWindow(browser, { ignoreHTTPSErrors: true })
  await use(tab).finally(close)
}

async function allow(tab: Page): Promise<void> {
  await logIn(tab)
  await tab.click('[name=decision][value=allow]')
}

const shows = (tab: Page, text: string) =>
  tab.waitForFunction(`document.body?.innerText.includes(${JSON.stringify(text)})`)

/** Snippets that need a server around them, and those of other tests: `e2e/clients/mod-auth-openidc.test.ts`. */
const elsewhere = ['auth-js.js', 'mod-auth-openidc.conf']

test('every snippet of the page is run or is a registration', () => {
  const files = readSnippets(page).map(({ file }) => file)
  const tested = [...programs, authlib, ...scripts].map(({ file }) => file)
  assert.deepEqual(files.filter((file) => !file.endsWith('.yaml')).sort(), [...tested, ...elsewhere].sort())
})

const programs = [
  { file: 'openid-client.js', login: '/login', logout: '/logout' },
  { file: 'express-openid-connect.js', login: '/profile', logout: '/logout' },
  { file: 'passport-openidconnect.js', login: '/login', logout: undefined },
] as const

for (const { file, login, logout } of programs) {
  test(`a user logs in with ${file}`, { skip }, async () => {
    writeFileSync(
      path.join(snippets.folder, 'session.js'),
      'const one = {}\nexport const session = (request, _, next) => next(void (request.session = one))\n',
    )
    await withProgram(file, async (tab) => {
      await tab.goto(`${app}${login}`)
      await allow(tab)
      await shows(tab, 'Alice Liddell')
      if (logout === undefined) return
      await tab.goto(`${app}${logout}`)
      await tab.waitForURL((url) => url.origin === app)
      await shows(tab, 'Hello')
    })
  })
}

/** Debian's Python, which sees Debian's packages. */
const python = '/usr/bin/python3'
const authlib = { file: 'authlib_app.py' } as const
const hasAuthlib = spawnSync(python, ['-c', 'import authlib, requests']).status === 0
const noAuthlib = !hasAuthlib && 'no Authlib is installed (apt-get install python3-authlib python3-requests)'

test(`a user logs in with ${authlib.file}`, { skip: skip || noAuthlib }, async () => {
  const use = async (tab: Page) => {
    await tab.goto(`${app}/login`)
    await allow(tab)
    await shows(tab, 'Alice Liddell')
    await tab.goto(`${app}/logout`)
    await tab.waitForURL((url) => url.origin === app)
    await shows(tab, 'Hello')
  }
  await withProgram(authlib.file, use, python)
})

test('a user logs in with auth-js.js', { skip }, async () => {
  writeFileSync(path.join(snippets.folder, 'auth-js-server.js'), authServer.replace('PORT', new URL(app).port))
  await withProgram('auth-js-server.js', async (tab) => {
    await tab.goto(`${app}/api/auth/signin`)
    await tab.click('form[action*=valetkey] button')
    await allow(tab)
    await tab.waitForURL(`${app}/**`)
    await tab.goto(`${app}/api/auth/session`)
    await shows(tab, 'Alice Liddell')
  })
})

/** What a framework does with the configuration of Auth.js. */
const authServer = `import { createServer } from 'node:http'
import { Auth } from '@auth/core'
import { config } from './auth-js.js'

const all = { ...config, secret: process.env.COOKIE_SECRET, trustHost: true, basePath: '/api/auth' }
createServer(async (request, response) => {
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const body = Buffer.concat(await request.toArray())
  const sent = { method: request.method, headers, ...(request.method === 'POST' ? { body } : {}) }
  const url = new URL(request.url, 'http://' + request.headers.host)
  if (!url.pathname.startsWith('/api/auth')) return response.end('Hello')
  const answer = await Auth(new Request(url, sent), all)
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() })
  response.end(Buffer.from(await answer.arrayBuffer()))
}).listen(PORT)
`

/** With `asks`, the library sends no ID token to the logout, so that the server asks the user. */
const scripts = [
  { file: 'oidc-client-ts.js', asks: false },
  { file: 'react-oidc-context.jsx', asks: false },
  { file: 'auth0-spa-js.js', asks: true },
  { file: 'keycloak-js.js', asks: false },
] as const

for (const { file, asks } of scripts) {
  test(`a user logs in with ${file}`, { skip }, async () => {
    await withScript(file, async (tab) => {
      await tab.goto(`${app}/`)
      await shows(tab, 'nobody')
      await tab.click('#login')
      await allow(tab)
      await shows(tab, 'Alice Liddell')
      await tab.click('#logout')
      if (asks) await tab.click('[name=decision][value=allow]')
      await tab.waitForURL((url) => url.origin === app)
      await shows(tab, 'nobody')
    })
  })
}
