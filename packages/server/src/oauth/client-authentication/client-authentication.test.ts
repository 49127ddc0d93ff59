import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, basic, startServer, testClients } from '../../testing/server.ts'

const secret = testClients.machine.client_secret
const odd = {
  ...testClients.machine,
  client_id: 'odd:id é+%'.replace('é', 'e'),
  client_secret: 'odd secret+%41:&=/ but long enough to be fast',
}
const server = await startServer(({ clients }) => ({ clients: [...clients, odd] }))
const fields = { grant_type: 'client_credentials', scope: 'read' }

const withHeader = (authorization: string, more: Readonly<Record<string, string>> = {}) =>
  server.token(undefined, { ...fields, ...more }, { headers: { authorization } })

test('a wrong secret and an unknown client get the same response (RFC 6749 §5.2)', async () => {
  const wrong = await withHeader(basic('machine', 'wrong'))
  const unknown = await withHeader(basic('nobody', 'wrong'))
  for (const answer of [wrong, unknown]) {
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm=/)
  }
  assert.deepEqual(wrong.json, unknown.json)
})

test('a wrong secret and an unknown client in the body get the same response, too', async () => {
  const wrong = await server.token(undefined, { ...fields, client_id: 'other', client_secret: 'wrong' })
  const unknown = await server.token(undefined, { ...fields, client_id: 'nobody', client_secret: 'wrong' })
  assertRefused(wrong, 'invalid_client')
  assert.equal(wrong.status, 401)
  assert.deepEqual(wrong.json, unknown.json)
})

test('two methods in one request are refused (RFC 6749 §2.3)', async () => {
  const both = await withHeader(basic('machine', secret), { client_id: 'machine', client_secret: secret })
  assertRefused(both, 'invalid_request')
})

test('a client_id in the body must be the one of the header (RFC 6749 §2.3.1)', async () => {
  assertGranted(await withHeader(basic('machine', secret), { client_id: 'machine' }))
  assertRefused(await withHeader(basic('machine', secret), { client_id: 'web' }), 'invalid_client')
})

test('a method other than the registered one is refused, though the secret is right (RFC 7591 §2)', async () => {
  assertRefused(
    await server.token(undefined, { ...fields, client_id: 'machine', client_secret: secret }),
    'invalid_client',
  )
  const refresh = { grant_type: 'refresh_token', refresh_token: 'x' }
  const post = await server.token(undefined, refresh, {
    headers: { authorization: basic('other', testClients.other.client_secret) },
  })
  assertRefused(post, 'invalid_client')
  assertRefused(await server.token(undefined, { ...fields, client_id: 'machine' }), 'invalid_client')
  assertRefused(
    await server.token(undefined, { ...refresh, client_id: 'native', client_secret: 'x' }),
    'invalid_client',
  )
})

test('a wrong secret is refused wherever it is sent', async () => {
  for (const wrong of ['', ' ', `${secret} `, secret.slice(1), secret.toUpperCase(), `${secret}\0`]) {
    const header = await withHeader(basic('machine', wrong))
    assertRefused(header, 'invalid_client', 'invalid_request')
    assertRefused(
      await server.token(undefined, { ...fields, client_id: 'machine', client_secret: wrong }),
      'invalid_client',
      'invalid_request',
    )
  }
})

test('a slowly hashed secret works, at first and when remembered, and a wrong one never does', async () => {
  for (let time = 0; time < 3; time++) assertGranted(await server.token('slow', fields))
  assertRefused(await withHeader(basic('slow', 'short secret ')), 'invalid_client')
})

test('id and secret may be percent-encoded, as the RFC says, or plain, as many clients do (RFC 6749 §2.3.1)', async () => {
  const encode = (part: string) => new URLSearchParams({ x: part }).toString().slice(2)
  assertGranted(await withHeader(basic(encode(odd.client_id), encode(odd.client_secret))))
  const plain = { ...odd, client_id: 'odd' }
  await server.restart(({ clients }) => ({ clients: [...clients, plain] }))
  assertGranted(await withHeader(basic('odd', plain.client_secret)))
})

test('a header that is not Basic credentials is refused with a challenge (RFC 7617 §2)', async () => {
  for (const header of [
    'Basic',
    'Basic ',
    'Basic !!!',
    `Basic ${btoa('no colon')}`,
    `Basic ${btoa(':x')}`,
    `Basic ${btoa('ma\0chine:x')}`,
    `Basic ${btoa('ma%00chine:x')}`,
    'Bearer x',
    'Digest username="machine"',
  ]) {
    const answer = await withHeader(header)
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401, header)
    assert.ok(answer.headers.get('www-authenticate'))
  }
})

test('a client that tries Basic first and then the body is served (as Go’s oauth2 library does)', async () => {
  const refresh = { grant_type: 'refresh_token', refresh_token: 'x' }
  const { client_id, client_secret } = testClients.other
  for (let time = 0; time < 10; time++) {
    const probe = await server.token(undefined, refresh, {
      headers: { authorization: basic(client_id, client_secret) },
    })
    assertRefused(probe, 'invalid_client')
    assertRefused(await server.token('other', refresh), 'invalid_grant')
  }
})

test('guessing a secret is slowed, and the client that knows it is not (RFC 6749 §2.3.1)', async () => {
  let last = await withHeader(basic('machine', 'guess'))
  for (let time = 0; time < 30 && last.status !== 429; time++)
    last = await withHeader(basic('machine', `guess ${time}`))
  assert.equal(last.status, 429)
  assert.ok(Number(last.headers.get('retry-after')) > 0)
  assertGranted(await server.token('machine', fields))
})

test('guessing a weak secret is slowed however the guesses are sent', async () => {
  await server.restart()
  const guess = (secret: string) => withHeader(basic('slow', secret))
  const guesses = await Promise.all([...Array(40).keys()].map((number) => guess(`guess ${number}`)))
  const judged = guesses.filter(({ status }) => status === 401).length
  assert.ok(judged >= 20 && judged <= 22, `${judged} of 40 guesses were judged`)
  assert.equal((await guess('short secret')).status, 429)
})

const from = async (
  address: string,
  authorization: string | undefined,
  form: Readonly<Record<string, string>> = {},
) => {
  const headers = authorization === undefined ? {} : { authorization }
  const body = new URLSearchParams({ ...fields, ...form })
  const request = new Request(`${server.issuer}/token`, { method: 'POST', headers, body })
  return (await server.fetch(request, { remoteAddress: address })).status
}

test('unauthenticated requests lock out no client at the same address', async () => {
  await server.restart()
  const neighbour = '203.0.113.5'
  const statuses = new Set<number>()
  for (let number = 0; number < 230; number++) {
    statuses.add(await from(neighbour, undefined, { client_id: number % 2 === 0 ? 'slow' : `made up ${number}` }))
  }
  assert.deepEqual([...statuses].sort(), [401, 429])
  assert.equal(await from(neighbour, basic('slow', 'short secret')), 200)
})

test('wrong secrets of other clients lock out no client at the same address', async () => {
  await server.restart()
  const neighbour = '203.0.113.5'
  await Promise.all([...Array(210).keys()].map((number) => from(neighbour, basic(`made up ${number}`, 'wrong'))))
  assert.equal(await from(neighbour, basic('slow', 'short secret')), 200)
})

test('a client that authenticated from an address is served there while others at that address guess its secret', async () => {
  await server.restart()
  const [home, elsewhere] = ['203.0.113.5', '198.51.100.7']
  assert.equal(await from(home, basic('slow', 'short secret')), 200)
  for (const address of [home, elsewhere])
    for (let number = 0; number < 25; number++) await from(address, basic('slow', `guess ${number}`))
  assert.equal(await from(home, basic('slow', 'short secret')), 200)
  assert.equal(await from(elsewhere, basic('slow', 'short secret')), 429, 'a guess beyond the limit is not judged')
})

test('guesses from the addresses of one IPv6 network are counted together', async () => {
  await server.restart()
  const statuses: number[] = []
  for (let number = 0; number < 100; number++) {
    statuses.push(await from(`2001:db8:1:${number.toString(16)}::1`, basic('slow', `guess ${number}`)))
  }
  assert.ok(statuses.includes(429), 'a /48 is never rate limited')
  assert.equal(await from('2001:db8:2::1', basic('slow', 'short secret')), 200)
})

test('at a public issuer the method of a client is named only to a caller that proved to be the client', async () => {
  const hosted = await startServer(() => ({ issuer: 'https://id.example.com' }))
  const post = (id: string, secret: string) =>
    hosted.token(undefined, { ...fields, client_id: id, client_secret: secret })
  const unknown = await post('nobody', 'wrong')
  for (const id of ['machine', 'slow', 'native']) {
    const answer = await post(id, 'wrong')
    assert.deepEqual(answer.json, unknown.json, id)
    assert.equal(answer.headers.get('www-authenticate'), unknown.headers.get('www-authenticate'), id)
  }
  for (const [id, secret] of [
    ['machine', testClients.machine.client_secret],
    ['slow', 'short secret'],
  ] as const) {
    const answer = await post(id, secret)
    assertRefused(answer, 'invalid_client')
    assert.match(
      String(answer.json.error_description),
      /registered for client_secret_basic, but the request used client_secret_post/,
    )
  }
  const bare = await hosted.token(undefined, { ...fields, client_id: 'machine' })
  assert.deepEqual(bare.json, (await hosted.token(undefined, { ...fields, client_id: 'nobody' })).json)
})
