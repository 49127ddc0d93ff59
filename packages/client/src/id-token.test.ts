import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { type ClientOptions, createClient, type TokenSet, type Transaction } from './index.ts'

const key = createTestKey('k1')
const now = 1_800_000_000
const hashOf = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

let server: Awaited<ReturnType<typeof startTestServer>>
before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  server.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
})
after(() => server.close())

const claimsFor = ({ nonce }: Transaction, more: object = {}) => ({
  iss: server.issuer,
  sub: 'u1',
  aud: 'app',
  exp: now + 300,
  iat: now,
  nonce,
  ...more,
})

interface Attempt {
  readonly options?: Partial<ClientOptions>
  readonly asked?: { readonly maxAge?: number; readonly acrValues?: string; readonly scope?: string }
  readonly idToken: (transaction: Transaction) => unknown
  readonly scope?: string
}

/** Signs in at a server whose token response has this ID token. */
async function signIn({ options = {}, asked = {}, idToken, scope = 'openid' }: Attempt): Promise<TokenSet> {
  const client = createClient({
    issuer: server.issuer,
    clientId: 'app',
    redirectUri: 'http://localhost/cb',
    scope: 'openid',
    now: () => new Date(now * 1000),
    ...options,
  })
  const { transaction } = await client.authorizationUrl(asked)
  const id_token = idToken(transaction)
  server.behaviour.token = () => tokenAnswer('a', { scope, ...(id_token !== undefined && { id_token }) })
  const response = { code: 'c', state: transaction.state, iss: server.issuer }
  return client.callback(new URLSearchParams(response), JSON.parse(JSON.stringify(transaction)))
}

const refused = (message: RegExp) => ({ code: 'invalid_id_token', during: 'callback', message })

test('a valid ID token says who signed in, and is kept for the logout', async () => {
  let sent = ''
  const tokens = await signIn({
    idToken: (transaction) => {
      sent = signToken(claimsFor(transaction, { sid: 's1', at_hash: hashOf('a'), c_hash: hashOf('c') }), key)
      return sent
    },
  })
  assert.equal(tokens.claims?.sub, 'u1')
  assert.equal(tokens.claims?.sid, 's1')
  assert.equal(tokens.idToken, sent)
})

for (const [rule, more, message] of [
  ['another issuer (step 2)', { iss: 'https://evil.example' }, /"iss"/],
  ['no issuer', { iss: undefined }, /"iss"/],
  ['another audience (step 3)', { aud: 'other' }, /"aud"/],
  ['no audience', { aud: undefined }, /"aud"/],
  ['a further audience that is not trusted (step 3)', { aud: ['app', 'other'], azp: 'app' }, /aud/],
  ['another authorized party (step 5)', { azp: 'other' }, /azp/],
  ['an expiry in the past (step 9)', { exp: now - 61 }, /expired/],
  ['no expiry', { exp: undefined }, /"exp"/],
  ['an expiry that is a text', { exp: String(now + 300) }, /"exp"/],
  ['no time of issue', { iat: undefined }, /"iat"/],
  ['a time of issue in the future (step 10)', { iat: now + 61 }, /iat/],
  ['a time of issue long ago (step 10)', { iat: now - 661 }, /iat/],
  ['not before a later time', { nbf: now + 61 }, /"nbf"/],
  ['another nonce (step 11)', { nonce: 'other' }, /nonce/],
  ['no nonce', { nonce: undefined }, /nonce/],
  ['the hash of another access token (§3.1.3.8)', { at_hash: hashOf('b') }, /at_hash/],
  ['a whole hash instead of its half', { at_hash: createHash('sha256').update('a').digest('base64url') }, /at_hash/],
  ['the hash of another code (§3.3.2.10)', { c_hash: hashOf('d') }, /c_hash/],
  ['no subject', { sub: undefined }, /"sub"/],
  ['an empty subject', { sub: '' }, /sub/],
  ['a subject that is a number', { sub: 7 }, /sub/],
  ['a subject of more than 255 characters', { sub: 'u'.repeat(256) }, /sub/],
  ['a login time that is a text', { auth_time: 'now' }, /auth_time/],
] as const) {
  test(`an ID token with ${rule} is refused`, async () => {
    const attempt = signIn({ idToken: (transaction) => signToken(claimsFor(transaction, more), key) })
    await assert.rejects(attempt, refused(message))
  })
}

test('clocks that differ by a minute do no harm', async () => {
  await signIn({ idToken: (asked) => signToken(claimsFor(asked, { iat: now + 59, exp: now + 300 }), key) })
  await signIn({ idToken: (asked) => signToken(claimsFor(asked, { iat: now - 400, exp: now - 59 }), key) })
})

for (const [rule, header, message] of [
  ['no algorithm', { alg: 'none' }, /not signed with RS256/],
  ['the public key as an HMAC secret', { alg: 'HS256' }, /not signed with RS256/],
  ['the type of an access token', { typ: 'at+jwt' }, /typ/],
  ['the type of a logout token', { typ: 'application/logout+jwt' }, /typ/],
  ['a critical header that is not understood', { crit: ['x'], x: 1 }, /crit|x/],
  ['a key that the server does not publish', { kid: 'k2' }, /no key of the server/],
] as const) {
  test(`an ID token with ${rule} in its header is refused`, async () => {
    const attempt = signIn({ idToken: (transaction) => signToken(claimsFor(transaction), key, header) })
    await assert.rejects(attempt, refused(message))
  })
}

test('an ID token signed by another key of the same kid, changed, encrypted or malformed is refused', async () => {
  const stranger = createTestKey('k1')
  await assert.rejects(signIn({ idToken: (asked) => signToken(claimsFor(asked), stranger) }), refused(/signature/))
  const changed = (asked: Transaction) => {
    const [header, , signature] = signToken(claimsFor(asked), key).split('.')
    const claims = Buffer.from(JSON.stringify(claimsFor(asked, { sub: 'admin' }))).toString('base64url')
    return `${header}.${claims}.${signature}`
  }
  await assert.rejects(signIn({ idToken: changed }), refused(/signature/))
  await assert.rejects(signIn({ idToken: () => 'a.b.c.d.e' }), refused(/encrypted/))
  for (const odd of ['', 'text', 'a.b.c', null, 7, {}]) {
    await assert.rejects(signIn({ idToken: () => odd }), refused(/ID token/))
  }
})

test('the algorithm is the registered one, whatever else the server has a key for (step 7)', async () => {
  const [curve, edwards] = [createTestKey('k2', 'ES256'), createTestKey('k3', 'EdDSA')]
  server.behaviour.jwks = () => ({ body: { keys: [key.jwk, curve.jwk, edwards.jwk] } })
  const byCurve = { idToken: (asked: Transaction) => signToken(claimsFor(asked, { at_hash: hashOf('a') }), curve) }
  await assert.rejects(signIn(byCurve), refused(/not signed with RS256/))
  await signIn({ ...byCurve, options: { idTokenAlgorithm: 'ES256' } })
  const longHash = createHash('sha512').update('a').digest().subarray(0, 32).toString('base64url')
  await signIn({
    options: { idTokenAlgorithm: 'EdDSA' },
    idToken: (asked) => signToken(claimsFor(asked, { at_hash: longHash }), edwards),
  })
  for (const idTokenAlgorithm of ['none', 'HS256', 'rs256', '']) {
    assert.throws(() => createClient({ issuer: server.issuer, clientId: 'app', idTokenAlgorithm }), /idTokenAlgorithm/)
  }
})

test('maxAge is requested and auth_time must confirm it (step 13)', async () => {
  const withTime = (more: object) => ({
    asked: { maxAge: 100 },
    idToken: (transaction: Transaction) => signToken(claimsFor(transaction, more), key),
  })
  await signIn(withTime({ auth_time: now - 150 }))
  await assert.rejects(signIn(withTime({})), refused(/auth_time is missing/))
  await assert.rejects(signIn(withTime({ auth_time: now - 161 })), refused(/auth_time is longer ago/))
})

test('acrValues are requested and acr must be one of them (step 12)', async () => {
  const withAcr = (more: object) => ({
    asked: { acrValues: 'urn:strong urn:stronger' },
    idToken: (transaction: Transaction) => signToken(claimsFor(transaction, more), key),
  })
  await signIn(withAcr({ acr: 'urn:stronger' }))
  await assert.rejects(signIn(withAcr({})), refused(/acr/))
  await assert.rejects(signIn(withAcr({ acr: 'urn:weak' })), refused(/acr/))
})

test('the authorization URL has nonce, max_age and acr_values, each request its own nonce', async () => {
  const client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
  const ask = () =>
    client.authorizationUrl({
      scope: 'openid',
      maxAge: 5,
      acrValues: ['a', 'b'],
      extra: { nonce: 'fixed', max_age: '9' },
    })
  const [{ url, transaction }, other] = [await ask(), await ask()]
  const sent = new URL(url).searchParams
  assert.match(transaction.nonce ?? '', /^[\w-]{43}$/)
  assert.equal(sent.get('nonce'), transaction.nonce)
  assert.equal(sent.get('max_age'), '5')
  assert.equal(sent.get('acr_values'), 'a b')
  assert.notEqual(other.transaction.nonce, transaction.nonce)
  const plain = await client.authorizationUrl({ scope: 'read' })
  assert.equal(new URL(plain.url).searchParams.has('nonce'), false)
  await assert.rejects(
    client.authorizationUrl({ scope: 'read', maxAge: 5 }),
    /^TypeError: .*maxAge needs the scope openid/,
  )
  await assert.rejects(client.authorizationUrl({ scope: 'openid', acrValues: '' }), /^TypeError: .*acrValues is empty/)
  for (const maxAge of [-1, 1.5, Number.NaN]) {
    await assert.rejects(client.authorizationUrl({ scope: 'openid', maxAge }), /^TypeError: .*maxAge/)
  }
})

test('a missing ID token is refused if openid was granted, and nobody is signed in if it was not (§3.1.3.3)', async () => {
  await assert.rejects(signIn({ idToken: () => undefined }), refused(/no ID token/))
  const unticked = await signIn({ idToken: () => undefined, scope: 'read' })
  assert.equal(unticked.claims, undefined)
})

test('an ID token that was not requested is not used', async () => {
  const tokens = await signIn({ asked: { scope: 'read' }, idToken: (asked) => signToken(claimsFor(asked), key) })
  assert.deepEqual([tokens.accessToken, tokens.claims, tokens.idToken], ['a', undefined, undefined])
})

test('a transaction that lost its nonce is refused, whatever the ID token has in its place', async () => {
  const options = { issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb', scope: 'openid' }
  const client = createClient({ ...options, now: () => new Date(now * 1000) })
  const { nonce: _, ...transaction } = (await client.authorizationUrl()).transaction
  const response = new URLSearchParams({ code: 'c', state: transaction.state, iss: server.issuer })
  for (const nonce of [undefined, null, '']) {
    const id_token = signToken({ ...claimsFor(transaction), nonce }, key)
    server.behaviour.token = () => tokenAnswer('a', { id_token, scope: 'openid' })
    const stored = JSON.parse(JSON.stringify({ ...transaction, nonce }))
    await assert.rejects(client.callback(response, stored), { code: 'mismatch' })
  }
})

test('a refused ID token leaves no secret in the error', async () => {
  const { inspect } = await import('node:util')
  const thrown = await signIn({
    idToken: (asked) => signToken(claimsFor(asked, { aud: 'other', email: 'private@example.com' }), key),
  }).catch((error: unknown) => error)
  assert.doesNotMatch(inspect(thrown, { depth: 9, showHidden: true }), /private@example|eyJ/)
})

test('an ID token is verified without Buffer, which browsers do not have', async () => {
  // Node's own fetch uses it: it is missing for the client alone.
  const get = () => (new Error().stack?.split('\n')[2]?.includes('/client/src/') ? undefined : Buffer)
  Object.defineProperty(globalThis, 'Buffer', { get, configurable: true })
  try {
    const hashes = { at_hash: hashOf('a'), c_hash: hashOf('c') }
    const tokens = await signIn({ idToken: (asked) => signToken(claimsFor(asked, hashes), key) })
    assert.equal(tokens.claims?.sub, 'u1')
  } finally {
    Object.defineProperty(globalThis, 'Buffer', { value: Buffer, configurable: true, writable: true })
  }
})
