import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LightRequest, listen } from './listener.ts'

const place = { hosts: ['127.0.0.1'], port: 0, note: () => undefined }

/** Listens and returns how the server sees the caller. */
async function ask(trustedProxies: readonly string[], headers: Readonly<Record<string, string>>) {
  const handle = async ({ remoteAddress, id }: LightRequest) => ({
    status: 200,
    headers: {},
    body: JSON.stringify({ remoteAddress, id }),
  })
  const onError = () => ({ status: 500, headers: {}, body: '' })
  const listener = await listen(place, {
    handle,
    onError,
    onLost: () => assert.fail(),
    headers: {},
    trustedProxies,
  })
  try {
    const response = await fetch(`http://127.0.0.1:${listener.port}/`, { headers })
    const known: { readonly remoteAddress: string; readonly id: string } = await response.json()
    assert.equal(response.headers.get('x-request-id'), known.id)
    return known
  } finally {
    await listener.close()
  }
}

const chain = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7, 10.0.0.2', 'x-request-id': 'of-the-proxy-1' }

test('a caller that is not a trusted proxy is known by its own address, whatever its headers contain', async () => {
  const { remoteAddress, id } = await ask([], chain)
  assert.equal(remoteAddress, '127.0.0.1')
  assert.notEqual(id, 'of-the-proxy-1')
})

test('behind trusted proxies the nearest untrusted address counts, not the one that the caller wrote', async () => {
  const { remoteAddress, id } = await ask(['127.0.0.1', '10.0.0.2'], chain)
  assert.equal(remoteAddress, '198.51.100.7')
  assert.equal(id, 'of-the-proxy-1')
})

test('a trusted proxy without headers counts as the caller, and an id that does not fit a log line is ignored', async () => {
  const odd = await ask(['127.0.0.1'], { 'x-request-id': 'a "quote" and more' })
  assert.equal(odd.remoteAddress, '127.0.0.1')
  assert.match(odd.id, /^[0-9a-f]{12}-1$/)
  assert.notEqual((await ask(['127.0.0.1'], { 'x-request-id': 'short' })).id, 'short')
})

test('a port added by a proxy does not make a different caller', async () => {
  for (const [forwarded, address] of [
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::1]:4711', '2001:db8:0:0'],
    ['[2001:db8::1]', '2001:db8:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
  ] as const) {
    const { remoteAddress } = await ask(['127.0.0.1'], { 'x-forwarded-for': forwarded })
    assert.equal(remoteAddress, address, forwarded)
  }
})

test('a network of proxies is trusted like each of its addresses, in every family and notation', async () => {
  const hops = '2001:db8:1:2::9, 203.0.113.9, FD00:0::2, 10.255.0.2, ::ffff:10.0.0.3'
  const { remoteAddress, id } = await ask(['127.0.0.0/8', '10.0.0.0/8', 'fd00::/8'], {
    'x-forwarded-for': hops,
    'x-request-id': 'of-the-proxy-1',
  })
  assert.equal(remoteAddress, '203.0.113.9')
  assert.equal(id, 'of-the-proxy-1')
  assert.equal((await ask(['10.0.0.0/8'], chain)).remoteAddress, '127.0.0.1', 'the peer is outside the network')
})

test('a header value that is not an address is used as it is, without failure', async () => {
  for (const odd of ['unknown', '_hidden', '10.0.0.2.3', '10.0.0.0/8', '"[::1"']) {
    const { remoteAddress } = await ask(['127.0.0.1', '10.0.0.0/8'], { 'x-forwarded-for': odd })
    assert.notEqual(remoteAddress, undefined)
    assert.notEqual(remoteAddress, '127.0.0.1', odd)
  }
})
