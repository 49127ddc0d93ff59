import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { execute } from '../../storage/testing/execute.ts'
import { outboxLinks, until } from '../../testing/mail.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

async function open(server: TestServer, browser: Browser) {
  const login = await browser.open(`${server.issuer}/login?to=/account/email`)
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

async function requestChange(server: TestServer, browser: Browser, address: string): Promise<string> {
  const before = await outboxLinks(server)
  const sent = await browser.follow(await browser.submit(await open(server, browser), 'email', { email: address }))
  assert.match(sent.html, /id="result"[\s\S]*Check your e-mail/)
  await until('the message', async () => (await outboxLinks(server)).length > before.length)
  return (await outboxLinks(server))[0] ?? ''
}

await onEachEngine('e-mail addresses', ({ create, name }) => {
  const start = async (place: string) => {
    const url = create(place)
    const server = await startServer(() => ({ database: url }))
    // As accounts that a command or a sign-up adds.
    await execute(url, "update account set source = 'command', source_file = null, source_digest = null")
    return server
  }

  test(`${name}: an address changes when its mailbox confirms it, and the one before gets a notice`, async () => {
    const server = await start('changed')
    const browser = server.browser()
    const link = await requestChange(server, browser, 'new@example.org')
    assert.ok(link.startsWith(`${server.issuer}/account/email/confirm?link=`), link)
    assert.doesNotMatch((await browser.open(`${server.issuer}/account/email`)).html, /new@example\.org/)

    const phone = server.browser()
    for (let time = 0; time < 3; time++) await phone.open(link) // as programs that check mail do
    const done = await phone.submit(await phone.open(link), 'csrf', {})
    assert.match(done.html, /id="result"[\s\S]*new@example\.org/)
    const page = await open(server, server.browser())
    assert.match(page.html, /new@example\.org[\s\S]*\(confirmed\)/)
    await until('the notice', async () =>
      /alice@example\.com/i.test((await browser.open(`${server.issuer}/dev/outbox`)).html),
    )
    assert.equal((await phone.open(link)).status, 400)
    await server.close()
  })

  test(`${name}: of fifty uses of a link at once one succeeds`, async () => {
    const server = await start('raced')
    const link = await requestChange(server, server.browser(), 'new@example.org')
    const browser = server.browser()
    const form = findForm((await browser.open(link)).html, 'csrf')
    assert.ok(form)
    const cookie = browser.cookies.header('/')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        server.fetch(
          new Request(new URL(form.action, server.issuer), {
            method: 'POST',
            headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
            body: fillForm(form, {}),
          }),
        ),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    assert.deepEqual([...new Set(statuses)].sort(), [200, 400])
    assert.equal(statuses.filter((status) => status === 200).length, 1)
    await server.close()
  })
})

test('what is no address, and the address that is confirmed already, are refused at the field', async () => {
  const server = await startServer()
  await execute(`sqlite:${server.database}`, "update account set source = 'command'")
  const browser = server.browser()
  const page = await open(server, browser)
  for (const email of ['nobody', 'a b@example.com', 'a@example.com, b@example.com', 'x'.repeat(400)]) {
    const refused = await browser.submit(page, 'email', { email })
    assert.equal(refused.status, 400, email)
    assert.match(refused.html, /id="email-error"/)
  }
  assert.deepEqual(await outboxLinks(server), [])
})

test('an account sends five links in a quarter of an hour', async () => {
  const server = await startServer()
  await execute(`sqlite:${server.database}`, "update account set source = 'command'")
  const browser = server.browser()
  const page = await open(server, browser)
  const statuses: number[] = []
  for (let time = 0; time < 6; time++) {
    statuses.push((await browser.submit(page, 'email', { email: `new${time}@example.org` })).status)
  }
  assert.deepEqual(statuses, [303, 303, 303, 303, 303, 429])
})

test('the address of an account from a file is shown, and changed there', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  assert.match(page.html, /set by the operator/)
  assert.doesNotMatch(page.html, /name="email"/)
})
