import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startMailServer, until } from '../testing/mail.ts'
import { startServer, type TestServer } from '../testing/server.ts'

const look = async (server: TestServer) => {
  const reply = await server.fetch(new Request(`${server.issuer}/readyz?verbose`))
  const { checks } = (await reply.json()) as {
    readonly checks: readonly { readonly name: string; readonly text: string }[]
  }
  return { status: reply.status, text: checks.find(({ name }) => name === 'mail')?.text }
}

test('readiness shows that mail cannot be sent, without a host, and the server stays ready', async () => {
  const smtp = await startMailServer()
  await smtp.close()
  const server = await startServer(({ accounts }) => ({
    mail: { url: `smtp://127.0.0.1:${smtp.port}`, from: 'no-reply@example.com' },
    accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, email: 'alice@example.com' } : one)),
  }))
  assert.deepEqual(await look(server), { status: 200, text: 'no message failed since the last one that was sent' })
  const browser = server.browser()
  await browser.submit(await browser.open(`${server.issuer}/recover`), 'username', { username: 'alice' })
  await until('the failure', async () => /^has not been sent for \d+ seconds/.test((await look(server)).text ?? ''))
  const { status, text } = await look(server)
  assert.equal(status, 200)
  assert.doesNotMatch(String(text), /127\.0\.0\.1/)
})

test('without mail readiness does not check it', async () => {
  assert.deepEqual(await look(await startServer()), { status: 200, text: undefined })
})
