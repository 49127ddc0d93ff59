import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startMailServer } from '../testing/mail.ts'
import { createLetterForTests } from '../testing/mail-senders.ts'
import { createSmtp } from './smtp.ts'

const config = (port: number) => ({
  url: `smtp://127.0.0.1:${port}`,
  from: 'Example <no-reply@example.com>',
  dangerouslyAllowPlainText: false,
})
const issuer = 'https://id.example.com'
const mail = (to = 'alice@example.com', changed = {}) => ({ ...createLetterForTests(), to, ...changed })

test('a message arrives with one recipient, both forms of its text, and a header for programs', async () => {
  const server = await startMailServer()
  const result = await createSmtp(config(server.port), issuer).send(mail(), 'abc')
  assert.deepEqual(result, { outcome: 'sent' })
  const [got] = server.received
  assert.deepEqual(got?.to, ['alice@example.com'])
  assert.equal(got?.from, 'no-reply@example.com')
  assert.match(got?.raw ?? '', /^From: Example <no-reply@example\.com>\r$/m)
  assert.match(got?.raw ?? '', /^Message-ID: <abc@id\.example\.com>\r$/im)
  assert.match(got?.raw ?? '', /^Auto-Submitted: auto-generated\r$/im)
  assert.match(got?.text ?? '', /https:\/\/id\.example\.com\/recover\/password\?link=secret/)
  assert.match(got?.raw ?? '', /text\/html/)
})

test('no value begins a header, adds a recipient or becomes markup', async () => {
  const server = await startMailServer()
  const smtp = createSmtp(config(server.port), issuer)
  const hostile = 'Eve\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>'
  await smtp.send({ ...createLetterForTests(hostile), to: 'alice@example.com' }, 'a')
  for (const to of [
    'a@example.com, b@example.com',
    'a@example.com\r\nRCPT TO:<b@example.com>',
    '"x" <a@example.com>',
  ]) {
    await smtp.send(mail(to), 'b')
  }
  for (const { raw, to } of server.received) {
    assert.doesNotMatch(raw, /^bcc:/im)
    assert.doesNotMatch(raw.split('text/html')[1] ?? '<script>', /<script>/)
    assert.equal(to.length, 1)
    assert.notEqual(to[0], 'b@example.com')
    assert.notEqual(to[0], 'victim@example.com')
  }
})

test('a server that hangs, dies, is busy or refuses ends in time, with a reason', async () => {
  const server = await startMailServer()
  const smtp = createSmtp(config(server.port), issuer, { limit: 1_500 })
  const expected = {
    hang: 'failed',
    busy: 'failed',
    'refuse recipient': 'refused',
    'refuse content': 'refused',
  } as const
  for (const [behaviour, outcome] of Object.entries(expected)) {
    server.behaviour = behaviour as keyof typeof expected
    const started = performance.now()
    const result = await smtp.send(mail(), 'a')
    assert.equal(result.outcome, outcome, behaviour)
    assert.ok('error' in result && result.error !== '')
    assert.ok(performance.now() - started < 3_000, behaviour)
  }
  await server.close()
  assert.equal((await smtp.send(mail(), 'a')).outcome, 'failed')
})

test('a server elsewhere that offers no TLS gets neither password nor message', async () => {
  const server = await startMailServer()
  const url = `smtp://user:hidden-secret@127.0.0.2:${server.port}`
  const reached = await startMailServer(0)
  const elsewhere = { ...config(reached.port), url: url.replace(String(server.port), String(reached.port)) }
  const result = await createSmtp(elsewhere, issuer, { limit: 2_000 }).send(mail(), 'a')
  assert.equal(result.outcome, 'failed')
  assert.doesNotMatch(JSON.stringify(result), /hidden-secret/)
  assert.equal(reached.received.length, 0)
})
