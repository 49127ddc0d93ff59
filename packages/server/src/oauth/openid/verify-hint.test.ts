import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompactEncrypt, exportJWK, generateKeyPair, type JWK } from 'jose'
import { encode, type Fields } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, startServer, text } from '../../testing/server.ts'

const after = 'https://rp.example.com/logged-out'
const server = await startServer(({ clients }) => ({
  clients: clients.map((one) => (one.client_id === 'openid' ? { ...one, post_logout_redirect_uris: [after] } : one)),
}))
const response = await server.fetch(new Request(`${server.issuer}/jwks`))
const encryptionKeys = ((await response.json()) as { keys: readonly JWK[] }).keys.filter(({ use }) => use === 'enc')
const [firstKey = assert.fail('no encryption key')] = encryptionKeys

function encrypt(content: string, key: JWK = firstKey, header: object = {}): Promise<string> {
  const { alg = '', kid = '' } = key
  return new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg, enc: 'A256GCM', kid, cty: 'JWT', ...header })
    .encrypt(key)
}

type Browser = ReturnType<typeof server.browser>

/** Logs a user in, and returns the ID token. */
async function logIn(browser: Browser) {
  const answer = await server.grant('openid', { scope: 'openid', nonce: 'n' }, { browser })
  return { idToken: text(answer, 'id_token'), accessToken: text(answer, 'access_token') }
}

const silent = (browser: Browser, hint: string) =>
  server.authorize('openid', { scope: 'openid', nonce: 'n', prompt: 'none', id_token_hint: hint }, { browser })
const logOut = (browser: Browser, fields: Fields) =>
  browser.open(`${server.issuer}/logout?${encode({ post_logout_redirect_uri: after, ...fields })}`)

test('an ID token that the client encrypted to a key of this server is a hint (OIDC Core §3.1.2.1)', async () => {
  assert.deepEqual(encryptionKeys.map(({ alg }) => alg).sort(), [
    'ECDH-ES',
    'ECDH-ES+A128KW',
    'ECDH-ES+A256KW',
    'RSA-OAEP-256',
  ])
  const browser = server.browser()
  for (const key of encryptionKeys) {
    const { idToken } = await logIn(browser)
    const { fields } = await silent(browser, await encrypt(idToken, key))
    assert.ok(fields.get('code'), `${key.alg}: ${fields}`)
  }
  const { idToken } = await logIn(browser)
  const hint = await encrypt(idToken)
  const other = server.browser()
  await server.grant('openid', { scope: 'openid', nonce: 'n' }, { browser: other, person: 'bob' })
  assert.equal((await silent(other, hint)).fields.get('error'), 'login_required')
  const out = await logOut(browser, { id_token_hint: hint, state: 's' })
  assert.equal(out.location, `${after}?state=s`)
  assert.equal((await silent(browser, idToken)).fields.get('error'), 'login_required')
})

test('an encrypted hint stays encrypted in the addresses of a request by POST', async () => {
  const browser = server.browser()
  const { idToken } = await logIn(browser)
  const hint = await encrypt(idToken)
  const request = authorizationRequest('openid', { scope: 'openid', nonce: 'n', id_token_hint: hint }).fields
  for (const [path, fields] of [
    ['/authorize', request],
    ['/logout', { id_token_hint: hint }],
  ] as const) {
    const answer = await server.fetch(
      new Request(server.issuer + path, { method: 'POST', body: new URLSearchParams(encode(fields).toString()) }),
    )
    const url = new URL(String(answer.headers.get('location')), server.issuer)
    assert.equal(url.searchParams.get('id_token_hint'), hint)
    assert.ok(!url.href.includes(idToken))
  }
})

test('whatever else is encrypted is no hint, and logs nobody out', async () => {
  const browser = server.browser()
  const { idToken, accessToken } = await logIn(browser)
  const [header = '', payload = ''] = idToken.split('.')
  const { publicKey } = await generateKeyPair('RSA-OAEP-256')
  const foreign = { ...(await exportJWK(publicKey)), alg: 'RSA-OAEP-256', kid: firstKey.kid ?? '' }
  const good = await encrypt(idToken)
  const { fields } = await silent(browser, good)
  assert.ok(fields.get('code'), String(fields))
  const hints = {
    'to another key': await encrypt(idToken, foreign),
    'an access token': await encrypt(accessToken),
    'without a signature': await encrypt(payload),
    'unsigned inside': await encrypt(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`),
    'signed by nobody': await encrypt(`${header}.${payload}.AAAA`),
    'encrypted twice': await encrypt(good),
    cut: good.slice(0, -4),
    'five parts of nothing': '....',
    'no header': `x${good.slice(good.indexOf('.'))}`,
  }
  for (const [what, hint] of Object.entries(hints)) {
    assert.equal((await silent(browser, hint)).fields.get('error'), 'invalid_request', what)
    const page = await logOut(browser, { id_token_hint: hint })
    assert.deepEqual([page.status, page.location], [400, undefined], what)
    assert.match(page.html, /id_token_hint/)
  }
  assert.ok((await silent(browser, idToken)).fields.get('code'))
})
