import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toFetch } from './to-fetch.ts'

const request = new Request('http://localhost:4000/token')

test('an invalid reply, and a failing error handler, become a bare 500 and a log line', async () => {
  const lost: unknown[] = []
  const options = { headers: {}, onLost: (error: unknown) => lost.push(error) }
  const reply = { status: 200, headers: { 'www-authenticate': 'Basic realm="https://例え.example"' }, body: '' }
  const odd = toFetch({ ...options, handle: async () => reply, onError: () => reply })
  assert.equal((await odd(request)).status, 500)
  const fail = async () => assert.fail('the first')
  const failing = toFetch({ ...options, handle: fail, onError: () => assert.fail('the second') })
  assert.equal((await failing(request)).status, 500)
  assert.equal(lost.length, 2)
  assert.match(String(lost[1]), /the second/)
})

test('the caller’s address is normalized as by the listener: an IPv6 address becomes its network (RFC 4291 §2.5.4)', async () => {
  const handle = async ({ remoteAddress = 'none' }) => ({ status: 200, headers: {}, body: remoteAddress })
  const ask = toFetch({ handle, onError: () => assert.fail(), onLost: () => assert.fail(), headers: {} })
  for (const [given, known] of [
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::2:3', '2001:db8:0:0'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9', '203.0.113.9'],
    [undefined, 'none'],
  ]) {
    assert.equal(await (await ask(request, { remoteAddress: given })).text(), known)
  }
})
