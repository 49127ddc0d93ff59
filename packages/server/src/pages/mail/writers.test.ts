import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrowser } from '../../../../../conformance/browser/browser.ts'
import { until } from '../../testing/mail.ts'
import { startServer, type TestConfig, type TestServer } from '../../testing/server.ts'
import { en, type Words } from '../../ui/words/en.ts'

/** A language whose messages of recovery are marked. */
const toy: Words = {
  ...en,
  mail: { ...en.mail, recovery: { ...en.mail.recovery, subject: (server) => `‹a new password for ${server}›` } },
}
const languages = { en, eo: toy }

const withEmail =
  (claims: Readonly<Record<string, unknown>>, more: Partial<TestConfig> = {}) =>
  ({ accounts }: TestConfig) => ({
    accounts: accounts.map(({ locale: _, ...one }) =>
      one.username === 'alice' ? { ...one, email: 'alice@example.com', ...claims } : one,
    ),
    ...more,
  })

/** Asks for a new password with the header, and returns the outbox page. */
async function recover(server: TestServer, acceptLanguage: string): Promise<string> {
  const browser = createBrowser((request) => {
    request.headers.set('accept-language', acceptLanguage)
    return server.fetch(request)
  })
  await browser.submit(await browser.open(`${server.issuer}/recover`), 'username', { username: 'alice' })
  let html = ''
  await until('a message', async () => {
    html = (await server.browser().open(`${server.issuer}/dev/outbox`)).html
    return html.includes('new password for')
  })
  return html
}

// Cut after 100 characters, the last range would end in q=0, which refuses it (RFC 9110 §12.5.4).
const long = `${'fr-CH, fr;q=0.9, de-CH;q=0.8, it-CH;q=0.8, rm-CH;q=0.8, de-AT;q=0.7, pt-BR;q=0.7'.padEnd(92)}, eo;q=0.5`

test('a message is in the language that the browser prefers, by the weights of the whole header', async () => {
  for (const [header, isToy] of [
    ['eo', true],
    ['en;q=0.2, eo-XX;q=0.8', true],
    ['fr, eo;q=0', false],
    [long, true],
  ] as const) {
    const server = await startServer(withEmail({}, { languages: ['en', 'eo'] }), { languages })
    assert.equal((await recover(server, header)).includes('‹a new password'), isToy, header)
  }
})

test('a message is in the language of the account before that of the browser', async () => {
  const server = await startServer(withEmail({ locale: 'eo' }), { languages })
  assert.match(await recover(server, 'en'), /‹a new password/)
})

test('messages name the server by its brand, else by the host of the issuer', async () => {
  const branded = await startServer(withEmail({}, { brand: { name: 'Example Accounts' } }))
  assert.match(await recover(branded, 'en'), /new password for Example Accounts/)
  const plain = await startServer(withEmail({}))
  assert.match(await recover(plain, 'en'), new RegExp(`new password for ${new URL(plain.issuer).host}`))
})
