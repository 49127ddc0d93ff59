import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trust } from '../http/outbound/trust.ts'
import { createAuthority } from '../testing/certificates.ts'
import { createPlace } from '../testing/cli.ts'
import { type MailServer, startMailServer, until } from '../testing/mail.ts'
import { createLetterForTests } from '../testing/mail-senders.ts'
import { startServer } from '../testing/server.ts'
import { createSmtp } from './smtp.ts'

const issuer = 'https://id.example.com'
const mail = { ...createLetterForTests(), to: 'alice@example.com' }
const [ours, theirs] = [createAuthority(), createAuthority('another authority')]
/** Not 127.0.0.1: at that address TLS is not required. */
const host = '127.0.0.2'
const good = `IP:${host},IP:127.0.0.1`

const start = (names: string, { secure, validity }: { readonly secure: boolean; readonly validity?: 'expired' }) => {
  const { key, cert } = ours.issue(names, validity)
  const onAuth = (_auth: unknown, _session: unknown, done: (error: null, response: object) => void) =>
    done(null, { user: 'user' })
  return startMailServer(0, { secure, key, cert, disabledCommands: [], authOptional: false, onAuth }, '0.0.0.0')
}
const configOf = ({ port }: MailServer, secure: boolean, more: object = {}) => ({
  url: `${secure ? 'smtps' : 'smtp'}://user:hidden-secret@${host}:${port}`,
  from: 'Example <no-reply@example.com>',
  dangerouslyAllowPlainText: false,
  ...more,
})
const context = trust([ours.cert])
const secureContext = () => context

for (const secure of [true, false]) {
  const name = secure ? 'smtps://' : 'STARTTLS'

  test(`${name}: a server with a certificate of an authority in outbound.ca gets the password and the message`, async () => {
    const server = await start(good, { secure })
    const result = await createSmtp(configOf(server, secure), issuer, { secureContext }).send(mail, 'a')
    assert.deepEqual(result, { outcome: 'sent' })
    assert.equal(server.received.length, 1)
  })

  test(`${name}: a certificate that is not trusted, of another name or expired is refused, and the reason says what to do`, async () => {
    const another = trust([theirs.cert])
    const known = await start(good, { secure })
    const refused = [
      [known, undefined, /self[- ]signed|unable to.*name its authority in outbound\.ca/],
      [known, () => another, /name its authority in outbound\.ca/],
      [await start('DNS:mail.example.com', { secure }), secureContext, /use a host name that the certificate has/],
      [await start(good, { secure, validity: 'expired' }), secureContext, /has expired.*renewed/],
    ] as const
    for (const [server, trusted, why] of refused) {
      // A certificate is checked also where plain text would be allowed.
      for (const dangerouslyAllowPlainText of [false, true]) {
        const config = configOf(server, secure, { dangerouslyAllowPlainText })
        const result = await createSmtp(config, issuer, { secureContext: trusted, limit: 5_000 }).send(mail, 'a')
        assert.equal(result.outcome, 'failed')
        const text = 'error' in result ? result.error : ''
        assert.match(text, /^its certificate is refused \(/)
        assert.match(text, why)
        assert.doesNotMatch(text, /hidden-secret/)
      }
      assert.deepEqual(server.received, [])
    }
  })
}

test('smtp:// to another computer that offers no STARTTLS needs dangerouslyAllowPlainText (RFC 8314 §3)', async () => {
  const server = await startMailServer(0, { authOptional: true }, '0.0.0.0')
  const config = { ...configOf(server, false), url: `smtp://${host}:${server.port}` }
  const result = await createSmtp(config, issuer, { limit: 3_000 }).send(mail, 'a')
  assert.equal(result.outcome, 'failed')
  assert.deepEqual(server.received, [])
  const allowed = { ...config, dangerouslyAllowPlainText: true }
  assert.deepEqual(await createSmtp(allowed, issuer).send(mail, 'a'), { outcome: 'sent' })
})

test('messages wait while the certificate is refused, and the operator reads it in readiness and doctor', async () => {
  const server = await start(good, { secure: true })
  const { url, from } = configOf(server, true)
  const one = await startServer(() => ({ mail: { url, from } }))
  const browser = one.browser()
  await browser.submit(await browser.open(`${one.issuer}/recover`), 'username', { username: 'alice' })
  const readiness = async () => (await one.fetch(new Request(`${one.issuer}/readyz?verbose`))).text()
  await until('a message failed', async () => /has not been sent for/.test(await readiness()))
  assert.deepEqual(server.received, [])

  const place = await createPlace()
  const run = (change: object) => {
    place.write({ mail: { url, from }, ...change })
    return place.run(['doctor', '--config', place.file], { env: { VALETKEY_SECRET: 'a'.repeat(43) } })
  }
  const bad = await run({})
  assert.equal(bad.code, 1)
  assert.match(bad.stdout, /mail\.url: the SMTP server cannot be used: its certificate is refused .*outbound\.ca/)
  assert.doesNotMatch((await run({ outbound: { ca: ours.file } })).stdout, /mail\.url/)

  await one.restart(() => ({ outbound: { ca: ours.file } }))
  one.pass(300)
  await until('the message arrives', () => server.received.length > 0)
})
