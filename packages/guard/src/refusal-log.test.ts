import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { startTestIssuer, type TestIssuer, testAudience, testIntrospection } from '../test-issuer.ts'
import { type GuardOptions, guard, type RefusedReason } from './index.ts'

let issuer: TestIssuer
before(async () => {
  issuer = await startTestIssuer()
})
after(() => issuer.close())

const other = 'https://other.example.com'

function callsOf(options: Partial<GuardOptions> = {}) {
  const protection = guard({ issuer: issuer.url, audience: testAudience, onUnavailable: () => {}, ...options }).require(
    'read',
  )
  return (token?: string, url = '/contacts') =>
    protection.check({
      method: 'GET',
      url,
      headers: new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    })
}

/** Runs with another NODE_ENV and gives the lines that were written to the console. */
async function linesWhile(
  t: TestContext,
  environment: string | undefined,
  run: () => Promise<void>,
): Promise<string[]> {
  const before = process.env.NODE_ENV
  const warn = t.mock.method(console, 'warn', () => {})
  if (environment === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = environment
  try {
    await run()
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
  return warn.mock.calls.map((call) => String(call.arguments[0]))
}

test('onRefused gets details that the caller does not', async () => {
  const reasons: RefusedReason[] = []
  const seen: string[] = []
  const call = callsOf({
    onRefused: (reason, request) => {
      reasons.push(reason)
      seen.push(`${request.method} ${request.url}`)
    },
  })
  const outcomes = [
    await call(await issuer.sign({ aud: other })),
    await call(await issuer.sign({ iss: other })),
    await call(await issuer.sign({ scope: 'create' })),
    await call(),
  ]
  assert.deepEqual(
    reasons.map(({ status, error, detail }) => [status, error, detail]),
    [
      [401, 'invalid_token', `aud is ${other}, this API expects ${testAudience}`],
      [401, 'invalid_token', `iss is ${other}, this API trusts ${issuer.url}`],
      [403, 'insufficient_scope', 'scope is create, this operation requires read'],
      [401, 'unauthorized', undefined],
    ],
  )
  assert.deepEqual(seen, Array(4).fill('GET /contacts'))
  assert.ok(!JSON.stringify(outcomes).includes(other))
})

test('an opaque token that the issuer does not know is explained', async () => {
  const reasons: RefusedReason[] = []
  const call = callsOf({ introspection: testIntrospection, onRefused: (reason) => reasons.push(reason) })
  await call('unknown')
  assert.match(reasons[0]?.detail ?? '', /introspectedBy names contacts-api$/)
})

test('an onRefused that throws does not change the refusal', async () => {
  const call = callsOf({
    onRefused: () => {
      throw new Error('the log is full')
    },
  })
  assert.equal((await call()).outcome, 'refused')
})

test('onRefused is not called for an admitted request', async () => {
  const reasons: RefusedReason[] = []
  const call = callsOf({ onRefused: (reason) => reasons.push(reason) })
  assert.equal((await call(await issuer.sign())).outcome, 'granted')
  assert.deepEqual(reasons, [])
})

for (const environment of [undefined, 'development', 'test']) {
  test(`in NODE_ENV ${environment} each reason is written once, without the query`, async (t) => {
    const lines = await linesWhile(t, environment, async () => {
      const call = callsOf()
      for (let n = 0; n < 3; n++) await call(await issuer.sign({ aud: other }), '/contacts?secret=1')
    })
    const why = `aud is ${other}, this API expects ${testAudience}`
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /^valetkey guard: refused GET \/contacts with 401 invalid_token: /)
    assert.ok(lines[0]?.endsWith(why))
  })
}

test('invented reasons fill neither log nor memory, and break no line', async (t) => {
  const lines = await linesWhile(t, undefined, async () => {
    const call = callsOf({ issuer: [issuer.url, other] })
    for (let n = 0; n < 150; n++) await call(await issuer.sign({ iss: `https://${n}.example.com\nforged` }))
  })
  assert.equal(lines.length, 100)
  assert.ok(lines.every((line) => !line.includes('\n')))
})

test('nothing is written in production', async (t) => {
  const lines = await linesWhile(t, 'production', async () => {
    await callsOf()()
  })
  assert.deepEqual(lines, [])
})
