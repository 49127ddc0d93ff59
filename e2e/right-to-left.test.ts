import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createServer, readConfig, type Server } from 'valetkey'
import { arabic } from './arabic.testing.ts'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { logIn } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'

const skip = noBrowser
/** The same words in a language from right to left, and in one from left to right. */
const [rightToLeft, leftToRight] = ['ar', 'it'] as const
let server: Server
let browser: Browser

const scopes = ['read', 'create', 'delete'].map((name) => ({ name, description: `May ${name} contacts` }))

before(async () => {
  if (skip) return
  const [port = 0] = await findFreePorts(1)
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  const format = { tokenFormat: 'opaque', tokenSigningAlg: 'ES256' } as const
  server = await createServer(
    {
      ...config,
      apis: [{ ...format, identifier: 'https://api.example.com', name: 'Contacts', scopes, introspectedBy: [] }],
      clients: [
        {
          client_id: 'app',
          client_name: 'Cardwheel',
          redirect_uris: ['https://app.example.com/callback'],
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          scope: 'openid profile email read create delete',
        },
      ],
      accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell', email: 'alice@example.com' }],
    },
    { say: () => undefined, languages: { [rightToLeft]: arabic, [leftToRight]: arabic } },
  )
  await server.listen()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
})

interface Box {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Lists the boxes of a page, and those before and after elements, by their distance from the start and end of the line. */
const findBoxes = `(() => {
  // What depends on the clock, or on the font of a language, is the same in both.
  for (const time of document.querySelectorAll('time')) time.textContent = '2027'
  document.documentElement.lang = 'ar'
  const width = document.documentElement.clientWidth
  const isMirrored = document.dir === 'rtl'
  const turn = (left, right) => isMirrored ? { start: right, end: left } : { start: left, end: right }
  return [...document.body.querySelectorAll('*')].flatMap((one, at) => {
    const { left, right, width: own } = one.getBoundingClientRect()
    const style = getComputedStyle(one)
    if (own < 2 || style.display === 'inline' || one.closest('svg svg, svg *, option, .skip, .unseen')) return []
    const name = at + ' ' + one.tagName.toLowerCase() + '.' + one.getAttribute('class')
    const parts = ['::before', '::after']
      .map((part) => getComputedStyle(one, part))
      .filter(({ content, position }) => content !== 'none' && position === 'absolute')
      .map(({ left, right }) => ({ name: name + '::', ...turn(parseFloat(left), parseFloat(right)) }))
      .sort((one, other) => one.start - other.start) // a pair may change places
    return [{ name, ...turn(left, width - right) }, ...parts]
  })
})()`

/** Opens a page in both directions at both widths, and lists what is wrong. */
async function compare(page: Page, path: string): Promise<readonly string[]> {
  const [where = path] = path.split('?')
  const flaws: string[] = []
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await openIn(page, path, leftToRight)
    const straight = await page.evaluate<readonly Box[]>(findBoxes)
    await openIn(page, path, rightToLeft)
    const mirrored = await page.evaluate<readonly Box[]>(findBoxes)
    assert.equal(await page.evaluate('document.dir'), 'rtl')
    if (Number(await page.evaluate('document.documentElement.scrollWidth')) > width)
      flaws.push(`${where}: scrolls sideways`)
    if (mirrored.length !== straight.length)
      flaws.push(`${where}: ${mirrored.length} boxes instead of ${straight.length}`)
    for (const [at, { name, start, end }] of mirrored.entries()) {
      const other = straight[at]
      if (other?.name !== name) continue
      const moved = Math.max(Math.abs(start - other.start), Math.abs(end - other.end))
      // A heading is as wide as its text, which differs a little where a name of the other direction is in it.
      const most = name.includes(' h1.') ? 10 : 2
      if (moved > most) flaws.push(`${where} at ${width}: ${name} is ${Math.round(moved)} px from its mirrored place`)
      if (!name.includes('::') && (start < -1 || end < -1)) flaws.push(`${where} at ${width}: ${name} is cut off`)
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  return flaws
}

async function openIn(page: Page, path: string, language: string): Promise<void> {
  await page.setExtraHTTPHeaders({ 'accept-language': language })
  await page.goto(server.issuer + path)
  // A text in the device's font has another width.
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

const request = new URLSearchParams({
  response_type: 'code',
  client_id: 'app',
  redirect_uri: 'https://app.example.com/callback',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
  scope: 'openid profile email read create delete',
  resource: 'https://api.example.com',
  prompt: 'consent',
})

/** Where pictures go, to be looked at; none are taken by default. */
const folder = process.env.VALETKEY_PICTURES

test('login, consent, keys and account are mirrored from right to left, and fit 320 px', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser, { colorScheme: 'light', reducedMotion: 'reduce' })
  const flaws: string[] = []
  const look = async (path: string) => {
    flaws.push(...(await compare(page, path)))
    if (folder === undefined) return
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const name = path.replaceAll(/\W+/g, '-').slice(0, 24)
      await page.screenshot({ path: `${folder}/${rightToLeft}${name}-${width}.png`, fullPage: true })
    }
  }
  try {
    for (const path of ['/', '/login', '/nothing-here', `/authorize?${request}&prompt=none&client_id=x`])
      await look(path)
    await page.goto(`${server.issuer}/authorize?${request}`)
    await page.waitForSelector('[name=username]')
    await look(address(page))
    await logIn(page)
    await page.waitForSelector('[name=decision]')
    await look(address(page))
    await page.check('[name=duration][value=month]')
    const back = page.waitForRequest('https://app.example.com/**')
    await page.click('[name=decision][value=allow]')
    await back
    // No app answers there: one build of Chromium shows its error under the app's address, the other under one of its own.
    await page.waitForURL(/^(?:https:\/\/app\.example\.com\/|chrome-error:)/)
    await look('/keys')
    const key = await page.getAttribute('a[href*="/keys/"]', 'href')
    if (key !== null) await look(new URL(key, server.issuer).pathname)
    await look('/account')
    const sections = await page.locator('.account-nav a').all()
    const paths = await Promise.all(sections.map(async (one) => String(await one.getAttribute('href'))))
    assert.ok(paths.length >= 5)
    for (const path of paths) await look(new URL(path, server.issuer).pathname)
    await look('/logout')
    assert.deepEqual(flaws, [])
    assert.deepEqual(complaints, [])
  } finally {
    await close()
  }
})

const address = (page: Page): string => page.url().slice(server.issuer.length)
