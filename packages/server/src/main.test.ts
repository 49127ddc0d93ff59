import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrowser, walk } from '../../../conformance/browser/browser.ts'
import { type Answer, toAnswer } from '../../../conformance/target/answer.ts'
import { encode, type Fields, readOutcome } from '../../../conformance/target/target.ts'
import { prepareProcesses, type ServerProcess } from './testing/process.ts'
import {
  authorizationRequest,
  type ClientName,
  credentials,
  people,
  redirectUri,
  testClients,
} from './testing/server.ts'

const callers = 50

async function post(at: ServerProcess, path: string, client: ClientName, fields: Fields): Promise<Answer> {
  const { headers, extra } = credentials(client)
  return toAnswer(await fetch(at.origin + path, { method: 'POST', headers, body: encode({ ...extra, ...fields }) }))
}

/** Walks at one process to a code, and answers the form that redeems it. */
async function getCode(at: ServerProcess, client: ClientName, fields: Fields = {}): Promise<Fields> {
  // The pages speak of the issuer; this test reaches the process at its own port.
  const browser = createBrowser((request) =>
    fetch(new Request(request.url.replace(/^http:\/\/[^/]+/, at.origin), request)),
  )
  const asked = authorizationRequest(client, fields)
  const start = await browser.open(`http://localhost:4000/authorize?${encode(asked.fields)}`)
  const { fields: got } = readOutcome(await walk(browser, start, people.alice))
  const code = got.get('code')
  assert.ok(code, `${got}`)
  return { grant_type: 'authorization_code', code, redirect_uri: redirectUri(client), code_verifier: asked.verifier }
}

const atBoth = (a: ServerProcess, b: ServerProcess, run: (at: ServerProcess) => Promise<Answer>) =>
  Promise.all(Array.from({ length: callers }, (_, index) => run(index % 2 === 0 ? a : b)))

test('two processes on one file', async (t) => {
  const shared = prepareProcesses()
  const [a, b] = await Promise.all([shared.start(), shared.start({ VALETKEY_LOG: 'debug' })])

  await t.test(
    'of fifty concurrent requests with one code exactly one gets tokens, and none fails otherwise (RFC 6749 §4.1.2)',
    async () => {
      for (let round = 0; round < 5; round++) {
        const form = await getCode(a, 'web')
        const answers = await atBoth(a, b, (at) => post(at, '/token', 'web', form))
        assert.equal(answers.filter(({ status }) => status === 200).length, 1)
        for (const { status, json } of answers) if (status !== 200) assert.equal(json.error, 'invalid_grant')
      }
    },
  )

  await t.test('fifty concurrent refreshes with one token all get the same successor (RFC 9700 §4.14.2)', async () => {
    let { json } = await post(a, '/token', 'web', await getCode(a, 'web'))
    for (let round = 0; round < 5; round++) {
      const form = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
      const answers = await atBoth(a, b, (at) => post(at, '/token', 'web', form))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
      assert.equal(new Set(answers.map((answer) => answer.json.refresh_token)).size, 1)
      json = answers[0]?.json ?? {}
    }
  })

  await t.test('a token revoked at one process is inactive at the other at once (RFC 7009 §2.1)', async () => {
    const { json } = await post(a, '/token', 'web', await getCode(a, 'web'))
    const token = String(json.access_token)
    assert.equal((await post(b, '/introspect', 'api', { token })).json.active, true)
    await post(a, '/revoke', 'web', { token: String(json.refresh_token) })
    assert.deepEqual((await post(b, '/introspect', 'api', { token })).json, { active: false })
  })

  await t.test('a killed process has lost nothing that it acknowledged', async () => {
    const form = await getCode(a, 'web')
    const { json } = await post(a, '/token', 'web', form)
    const dead = await post(a, '/token', 'web', await getCode(a, 'web'))
    await post(a, '/revoke', 'web', { token: String(dead.json.refresh_token) })
    await a.stop('SIGKILL')
    const restarted = await shared.start()
    assert.equal((await post(restarted, '/introspect', 'api', { token: String(json.access_token) })).json.active, true)
    const revoked = await post(restarted, '/introspect', 'api', { token: String(dead.json.access_token) })
    assert.deepEqual(revoked.json, { active: false })
    assert.equal((await post(restarted, '/token', 'web', form)).json.error, 'invalid_grant')
  })

  await t.test('no secret is logged at level debug (RFC 9700 §4.3.2, ASVS 5.0 §16.2.5)', async () => {
    const form = await getCode(b, 'web')
    const { json } = await post(b, '/token', 'web', form)
    await post(b, '/token', 'web', form)
    await post(b, '/token', 'web', { grant_type: 'refresh_token', refresh_token: 'vkr_a-token-that-is-wrong' })
    await post(b, '/introspect', 'api', { token: String(json.access_token) })
    await fetch(`${b.origin}/authorize?client_id=nobody&state=the-state-of-someone`)
    await fetch(`${b.origin}/token`, {
      method: 'POST',
      headers: { authorization: 'Basic d2ViOmd1ZXNzZWQtc2VjcmV0' },
      body: new URLSearchParams({ grant_type: 'x' }),
    })
    await b.stop()
    const log = b.log()
    assert.match(log, /token\.issued/)
    assert.match(log, /login\.succeeded/)
    const secrets = [
      form.code,
      form.code_verifier,
      json.access_token,
      json.refresh_token,
      people.alice.password,
      testClients.web.client_secret,
    ]
    for (const secret of [
      ...secrets,
      'vkr_a-token-that-is-wrong',
      'guessed-secret',
      'd2ViOmd1ZXNzZWQtc2VjcmV0',
      'the-state-of-someone',
    ]) {
      assert.equal(log.includes(String(secret)), false, `the log has ${secret}`)
    }
  })
})

test('requests that need the disk get 503 while it is full, and all others are served', async () => {
  const shared = prepareProcesses()
  const first = await shared.start()
  await first.stop()
  const server = await shared.start({}, "trap '' XFSZ; ulimit -f 400")
  const ask = (scope: string) => post(server, '/token', 'machine', { grant_type: 'client_credentials', scope })
  let answer = await ask('create')
  for (let time = 0; time < 3000 && answer.status === 200; time++) answer = await ask('create')
  assert.equal(answer.status, 503, answer.text)
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
  assert.equal((await ask('write')).status, 200, 'a JWT needs no disk')
  assert.equal((await fetch(`${server.origin}/jwks`)).status, 200)
  await server.stop()
  const again = await shared.start()
  assert.equal(
    (await post(again, '/token', 'machine', { grant_type: 'client_credentials', scope: 'create' })).status,
    200,
  )
})

test('a stopping server interrupts no request: each gets a response, or its connection is refused', async () => {
  const server = await prepareProcesses().start()
  const ask = () =>
    Array.from({ length: 20 }, () => post(server, '/token', 'slow', { grant_type: 'client_credentials' }))
  await Promise.all(ask())
  // Some of these go over the connections that are kept, and some over new ones.
  const asked = ask()
  const started = performance.now()
  const stopped = server.stop()
  const ends = await Promise.all(
    asked.map((one) => one.then(({ status }) => status).catch((error) => error.cause?.code ?? error)),
  )
  assert.deepEqual(
    ends.filter((end) => end !== 200 && end !== 'ECONNREFUSED'),
    [],
  )
  assert.ok(ends.includes(200))
  await stopped
  assert.ok(performance.now() - started < 3000, 'kept-alive connections were waited for')
})
