import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { codeAt, confirmApp } from '../../testing/authenticator-app.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

const passed = new WeakMap<TestServer, number>()
const pass = (server: TestServer, seconds: number) => {
  passed.set(server, (passed.get(server) ?? 0) + seconds)
  server.pass(seconds)
}
const now = (server: TestServer) => Date.now() + (passed.get(server) ?? 0) * 1000

/** Logs in by password, and stops at the page after it. */
async function logIn(
  server: TestServer,
  browser: Browser,
  person: { username: string; password: string } = people.alice,
) {
  const form = await browser.open(`${server.issuer}/login?other=yes`)
  return browser.follow(await browser.submit(form, 'username', { ...person }))
}
const isLoggedIn = async (server: TestServer, browser: Browser) =>
  (await browser.open(`${server.issuer}/keys`)).status === 200
const asksForCode = (page: Page) => page.url.pathname === '/login/second-factor' && /name="code"/.test(page.html)

await onEachEngine('second factors', async ({ name, create }) => {
  const start = async (change: Record<string, unknown> = {}) =>
    startServer(() => ({ database: create(`factors${Math.random().toString(36).slice(2)}`), ...change }))
  const withApp = async () => {
    const server = await start({ secondFactor: { required: true } })
    const browser = server.browser()
    const made = await confirmApp(browser, await logIn(server, browser), now(server))
    await server.restart(() => ({ secondFactor: { required: false } }))
    pass(server, 60)
    return { server, browser, ...made }
  }

  test(`${name}: a required second factor is set up at the next login, which continues after it`, async () => {
    const server = await start({ secondFactor: { required: true } })
    const browser = server.browser()
    const page = await logIn(server, browser)
    assert.match(page.html, /Set up a second step/)
    assert.match(page.html, /<svg viewBox/)
    assert.equal(await isLoggedIn(server, browser), false)
    const wrong = await browser.submit(page, 'secret', { code: '000000' })
    assert.equal(wrong.status, 400)
    const { shown, codes } = await confirmApp(browser, wrong, now(server))
    assert.equal(codes.length, 10)
    assert.match(shown.html, /href="\/keys"/)
    assert.ok(await isLoggedIn(server, browser))
  })

  test(`${name}: two processes on one database limit wrong codes together, also codes sent at once`, async () => {
    const shared = { database: create(`factors_shared`), secret: 'a secret of two processes'.repeat(3) }
    const one = await startServer(() => ({ ...shared, secondFactor: { required: true } }))
    const first = one.browser()
    const { key } = await confirmApp(first, await logIn(one, first), now(one))
    await one.restart(() => ({ secondFactor: { required: false } }))
    const two = await startServer(() => shared)
    for (const server of [one, two]) pass(server, 60)
    const tries = await Promise.all(
      [one, two, one, two, one, two].map(async (server) => {
        const browser = server.browser()
        return { server, browser, page: await logIn(server, browser) }
      }),
    )
    const guesses = tries.flatMap(({ browser, page }) =>
      ['000001', '000002', '000003'].map((code) => browser.submit(page, 'code', { code })),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    assert.equal(statuses.filter((status) => status === 400).length, 5, `${statuses}`)
    assert.equal(statuses.filter((status) => status === 429).length, 13, `${statuses}`)
    for (const { server, browser, page } of tries.slice(0, 2)) {
      const late = await browser.submit(page, 'code', { code: codeAt(key, now(server)) })
      assert.equal(late.status, 429)
      assert.ok(Number(late.headers.get('retry-after')) > 0)
    }
    await two.restart()
    for (const server of [one, two]) pass(server, 200)
    const [, again] = tries
    const right = { code: codeAt(key, now(two)) }
    assert.equal(
      again && (await again.browser.submit(again.page, 'code', right)).status,
      429,
      'a restart changes nothing',
    )
    for (const server of [one, two]) pass(server, 101)
    const code = codeAt(key, now(two))
    assert.equal(again && (await again.browser.submit(again.page, 'code', { code })).status, 303)
    // Right codes are not counted.
    const other = one.browser()
    for (const wrong of ['000001', '000002', '000003', '000004']) {
      assert.equal((await other.submit(await logIn(one, other), 'code', { code: wrong })).status, 400)
    }
    pass(one, 30)
    assert.equal((await other.submit(await logIn(one, other), 'code', { code: codeAt(key, now(one)) })).status, 303)
  })

  test(`${name}: after the password a code is asked for, which works once (RFC 6238 §5.2)`, async () => {
    const { server, key } = await withApp()
    const [one, two] = [server.browser(), server.browser()]
    const pages = [await logIn(server, one), await logIn(server, two)] as const
    for (const page of pages) assert.ok(asksForCode(page), page.url.href)
    assert.equal(await isLoggedIn(server, one), false)
    const code = codeAt(key, now(server))
    const wrong = await one.submit(pages[0], 'code', { code: code === '000000' ? '111111' : '000000' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /This code is wrong/)
    assert.equal(await isLoggedIn(server, one), false)
    const right = await one.submit(wrong, 'code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    assert.equal(right.status, 303)
    assert.ok(await isLoggedIn(server, one))
    const again = await two.submit(pages[1], 'code', { code })
    assert.match(again.html, /already used/)
    assert.equal(await isLoggedIn(server, two), false)
  })

  test(`${name}: of fifty logins with the same code or recovery code at once, one succeeds`, async () => {
    for (const field of ['code', 'recovery_code'] as const) {
      const { server, key, codes } = await withApp()
      const text = field === 'code' ? codeAt(key, now(server)) : (codes[0] ?? '')
      const tries = await Promise.all(
        Array.from({ length: 50 }, async () => {
          const browser = server.browser()
          await browser.open(`${server.issuer}/login`)
          return browser
        }),
      )
      const pages: Page[] = []
      for (const browser of tries) {
        const page = await logIn(server, browser)
        const link = /href="([^"]*with=recovery-code[^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
        pages.push(field === 'code' ? page : await browser.open(new URL(link, server.issuer)))
      }
      const replies = await Promise.all(
        tries.map((browser, index) => browser.submit(pages[index] as Page, field, { [field]: text })),
      )
      assert.equal(replies.filter(({ status }) => status === 303).length, 1, field)
      assert.ok(replies.every(({ status }) => [303, 400, 429].includes(status)))
    }
  })

  test(`${name}: five wrong codes pause the second step, and not for a browser of the owner`, async () => {
    const { server, browser, key } = await withApp()
    const stranger = server.browser()
    let page = await logIn(server, stranger)
    for (let guess = 0; guess < 5; guess++) {
      page = await stranger.submit(page, 'code', { code: String(guess).padStart(6, '9') })
      assert.equal(page.status, 400)
    }
    const code = codeAt(key, now(server))
    const paused = await stranger.submit(page, 'code', { code })
    assert.deepEqual([paused.status, paused.headers.has('retry-after')], [429, true])
    const mine = await logIn(server, browser)
    assert.equal((await browser.submit(mine, 'code', { code })).status, 303)
  })

  test(`${name}: a remembered device needs no code for 30 days, until a credential changes`, async () => {
    const { server, key } = await withApp()
    const browser = server.browser()
    const first = await logIn(server, browser)
    await browser.submit(first, 'code', { code: codeAt(key, now(server)), trust: 'yes' })
    await logOut(server, browser)
    assert.ok(!asksForCode(await logIn(server, browser)))
    assert.ok(asksForCode(await logIn(server, server.browser())))
    pass(server, 31 * 86_400)
    assert.ok(asksForCode(await logIn(server, browser)))
    await browser.submit(await logIn(server, browser), 'code', { code: codeAt(key, now(server)), trust: 'yes' })
    await logOut(server, browser)
    const accounts = [{ ...people.alice, password: 'another day at noon' }, people.bob]
    await server.restart(() => ({ accounts }))
    assert.ok(asksForCode(await logIn(server, browser, { username: 'alice', password: 'another day at noon' })))
  })

  test(`${name}: a second step that took too long, or of another browser, begins again`, async () => {
    const { server, key } = await withApp()
    const browser = server.browser()
    const page = await logIn(server, browser)
    const other = server.browser()
    await other.open(`${server.issuer}/login`)
    assert.equal((await other.open(page.url)).location?.includes('/login?'), true)
    pass(server, 601)
    const late = await browser.follow(await browser.submit(page, 'code', { code: codeAt(key, now(server)) }))
    assert.match(late.html, /That took too long/)
    assert.equal(await isLoggedIn(server, browser), false)
  })

  test(`${name}: a second step fails after a change of the password`, async () => {
    const { server, key } = await withApp()
    const browser = server.browser()
    const page = await logIn(server, browser)
    await server.restart(() => ({ accounts: [{ ...people.alice, password: 'another day at noon' }, people.bob] }))
    const reply = await browser.submit(page, 'code', { code: codeAt(key, now(server)) })
    assert.match(String(reply.location), /\/login\?late=yes/)
    assert.equal(await isLoggedIn(server, browser), false)
  })

  test(`${name}: the database holds neither the secret nor the recovery codes`, async () => {
    const { server, key, codes } = await withApp()
    const folder = path.dirname(new URL(create('any')).pathname)
    const files = name === 'sqlite' ? readdirSync(folder).filter((file) => /\.db(-wal)?$/.test(file)) : []
    const stored = files.map((file) => readFileSync(path.join(folder, file), 'latin1')).join('')
    assert.ok(server.issuer)
    for (const secret of [key, ...codes]) assert.equal(stored.includes(secret), false)
  })

  test(`${name}: the password grant refuses accounts with a second factor (RFC 6749 §5.2)`, async () => {
    const { server } = await withApp()
    const ask = (person: { username: string; password: string }) =>
      server.token('password', { grant_type: 'password', ...person, scope: 'read' })
    const { status, json } = await ask(people.alice)
    assert.deepEqual([status, json.error], [400, 'invalid_grant'])
    assert.match(String(json.error_description), /second factor/)
    assert.equal(
      (await ask({ ...people.alice, password: 'wrong' })).json.error_description,
      'username or password is wrong',
    )
    assert.equal((await ask(people.bob)).status, 200)
  })
})

async function logOut(server: TestServer, browser: Browser) {
  const page = await browser.open(`${server.issuer}/logout`)
  await browser.submit(page, 'decision', { decision: 'allow' })
}
