import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { parse } from 'yaml'
import { findSnippet } from '../../docs/snippets.ts'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { findFreePorts } from '../free-ports.ts'
import { logIn } from '../steps.ts'
import { type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'

const modules = '/usr/lib/apache2/modules'
const skip =
  noBrowser ||
  (!existsSync(`${modules}/mod_auth_openidc.so`) &&
    'no mod_auth_openidc is installed (apt-get install libapache2-mod-auth-openidc)')
const document = readFileSync(new URL('../../docs/login-clients.md', import.meta.url), 'utf8')
let folder: string
let site: OpenIdSite
let apache: ChildProcess
let app: string
let browser: Browser

/** Writes the configuration of an Apache with the directives of the document, and a page that shows the claims. */
function writeConfiguration(port: number): string {
  const names = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'include', 'dir']
  const directives = findSnippet(document, 'mod-auth-openidc.conf')
    .code.replaceAll('https://id.example.com', site.issuer)
    .replaceAll('https://app.example.com', app)
  mkdirSync(path.join(folder, 'private'))
  const page = '<!--#echo var="OIDC_CLAIM_name" -->, <!--#echo var="OIDC_CLAIM_email" -->'
  writeFileSync(path.join(folder, 'private/index.html'), page)
  writeFileSync(path.join(folder, 'index.html'), 'Hello')
  const file = path.join(folder, 'apache.conf')
  writeFileSync(
    file,
    `ServerRoot ${folder}
ServerName localhost
User www-data
Group www-data
Listen ${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
DocumentRoot ${folder}
DirectoryIndex index.html
${names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
<Directory ${folder}>
  Options +Includes
  SetOutputFilter INCLUDES
</Directory>
OIDCCABundlePath ${folder}/ca.pem
${directives}`,
  )
  return file
}

before(async () => {
  if (skip) return
  folder = mkdtempSync(path.join(tmpdir(), 'mod-auth-openidc-'))
  // Apache's processes run as another user if it is started by root.
  chmodSync(folder, 0o755)
  const [port = 0] = await findFreePorts(1)
  app = `http://localhost:${port}`
  const registration = findSnippet(document, 'mod-auth-openidc.yaml').code.replaceAll('https://app.example.com', app)
  site = await startOpenIdSite({
    isSecure: true,
    client: () => ({}),
    handle: () => (_, response) => response.end(),
    change(config) {
      copyFileSync(config.tls?.cert ?? '', path.join(folder, 'ca.pem'))
      const outbound = { ...config.outbound, allowHosts: ['localhost'] }
      return { ...config, outbound, clients: parse(registration).clients }
    },
  })
  const args = ['-f', writeConfiguration(port), '-D', 'FOREGROUND']
  apache = spawn('/usr/sbin/apache2', args, { stdio: 'inherit' })
  browser = await launchBrowser()
  for (let left = 100; left > 0 && !(await fetch(app).catch(() => undefined)); left--) await sleep(50)
})
after(async () => {
  if (skip) return
  await browser?.close()
  if (apache?.exitCode === null) {
    apache.kill()
    await once(apache, 'exit')
  }
  await site?.close()
  rmSync(folder, { recursive: true })
})

/** Logs in as a user who opens a protected page does. */
async function openPrivate(page: Page): Promise<void> {
  await page.goto(`${app}/private/`)
  await logIn(page)
  const ask = page.locator('[name=decision][value=allow]')
  const isAsked = await Promise.race([ask.waitFor().then(() => true), page.waitForURL(`${app}/private/`)])
  if (isAsked) await ask.click()
  await page.waitForURL(`${app}/private/`)
  assert.equal(await page.textContent('body'), 'Alice Liddell, alice@example.com')
}

async function inWindow(use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openWindow(browser, { ignoreHTTPSErrors: true })
  await use(page)
  assert.deepEqual(complaints, [])
  await close()
}

test('mod_auth_openidc: a user logs in, and logs out at the server too', { skip }, () =>
  inWindow(async (page) => {
    await openPrivate(page)
    await page.goto(`${app}/private/oidc-callback?logout=${encodeURIComponent(`${app}/`)}`)
    await page.waitForURL(({ origin, pathname }) => `${origin}${pathname}` === `${app}/`)
    await page.goto(`${app}/private/`)
    await page.waitForSelector('[name=password]')
  }),
)

test('mod_auth_openidc: a logout at the server ends the session of Apache', { skip }, () =>
  inWindow(async (page) => {
    await openPrivate(page)
    await page.goto(`${site.issuer}/logout`)
    await page.click('[name=decision][value=allow]')
    await page.waitForSelector('#result')
    // The logout token arrives soon after.
    const deadline = Date.now() + 10_000
    do await page.goto(`${app}/private/`)
    while (new URL(page.url()).origin === app && Date.now() < deadline)
    assert.equal(new URL(page.url()).origin, site.issuer)
    await page.waitForSelector('[name=password]')
  }),
)
