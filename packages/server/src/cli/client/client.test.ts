import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createPlace, withinASecond } from '../../testing/cli.ts'

const place = await createPlace()
const on = ['--config', place.file]

test('a running server accepts a client from when it is added until it is removed', async () => {
  const server = await place.serve()
  const { client_secret } = await place.json('client', 'add', 'reports', '--scope', 'read')
  assert.equal(String(client_secret).length, 43)
  const ask = (secret: unknown) =>
    fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`reports:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
    })
  assert.ok(await withinASecond(async () => (await ask(client_secret)).status === 200))

  const rotated = await place.json('client', 'rotate-secret', 'reports')
  assert.ok(await withinASecond(async () => (await ask(client_secret)).status === 401), 'the old secret is refused')
  assert.equal((await ask(rotated.client_secret)).status, 200)

  await place.json('client', 'remove', 'reports', '--yes')
  assert.ok(await withinASecond(async () => (await ask(rotated.client_secret)).status === 401))
  assert.equal(await server.stop(), 0)
})

test('a secret is shown once and never again', async () => {
  const added = await place.run(['client', 'add', 'once', ...on])
  const secret = /client_secret {2}(\S+)/.exec(added.stdout)?.[1] ?? 'none'
  for (const args of [['show', 'once'], ['list'], ['show', 'once', '--json']]) {
    const { code, stdout } = await place.run(['client', ...args, ...on])
    assert.equal(code, 0)
    assert.ok(stdout.includes('once'))
    assert.ok(!stdout.includes(secret) && !stdout.includes('sha256'))
  }
  assert.ok(!readFileSync(place.database, 'latin1').includes(secret))
})

test('an invalid client is refused with the RFC clause, and nothing is stored', async () => {
  const wrong = [
    [['--redirect-uri', 'http://app.example.com/cb'], /plain http.*RFC 9700/],
    [['--grant-type', 'authorization_code'], /redirect_uris is missing.*RFC 6749 §3\.1\.2\.2/],
    [['--grant-type', 'password'], /allowPassword/],
    [['--public'], /client_credentials needs a client_secret/],
    [['--application-type', 'fridge'], /application_type must be web or native/],
    [['--api', 'https://nowhere.example.com=read'], /known: https:\/\/contacts\.example\.com/],
  ] as const
  for (const [args, expected] of wrong) {
    const { code, stderr, stdout } = await place.run(['client', 'add', 'wrong', ...args, ...on])
    assert.equal(code, 1, args.join(' '))
    assert.match(stderr, expected)
    assert.equal(stdout, '')
  }
  const { code, stderr } = await place.run(['client', 'show', 'wrong', '--json', ...on])
  assert.equal(code, 1)
  assert.match(JSON.parse(stderr).error, /client wrong does not exist; known: once/)
})

test('a scope that no API defines is noted when a client is added', async () => {
  const { code, stderr } = await place.run(['client', 'add', 'typo', '--scope', 'raed read', ...on])
  assert.equal(code, 0)
  assert.equal(stderr, 'note: client typo: no API defines raed; did you mean read?\n')
})

test('adding a client twice is refused, and so is rotating the secret of a public one', async () => {
  const args = ['client', 'add', 'cli', '--public', '--redirect-uri', 'http://127.0.0.1/callback', ...on]
  assert.equal((await place.run(args)).code, 0)
  assert.match((await place.run(args)).stderr, /already exists/)
  assert.match((await place.run(['client', 'rotate-secret', 'cli', ...on])).stderr, /is public/)
})
