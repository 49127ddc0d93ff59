import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCredentials } from './credentials.ts'
import { schemes } from './schemes/index.ts'

function read(authorization: string | null, url = '/contacts') {
  const headers = { get: (name: string) => (name === 'authorization' ? authorization : null) }
  const request = { method: 'GET', url, absoluteUrl: undefined, headers }
  const credentials = readCredentials(request, schemes)
  if (credentials.outcome !== 'presented') return credentials
  try {
    return { outcome: 'token', token: credentials.scheme.extract(request) } as const
  } catch (error) {
    return { outcome: 'malformed', error } as const
  }
}

const tokens = fc.stringMatching(/^[A-Za-z0-9\-._~+/]+={0,2}$/)

test('returns every token of the grammar unchanged (RFC 6750 §2.1)', () => {
  fc.assert(
    fc.property(tokens, fc.constantFrom('Bearer ', 'bearer ', 'BEARER   '), (token, scheme) => {
      assert.deepEqual(read(scheme + token), { outcome: 'token', token })
    }),
  )
})

test('any header is read without an error, and only a token is returned as one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `Bearer ${text}`),
      ),
      (header) => {
        const credentials = read(header)
        if (credentials.outcome === 'token') assert.match(header, /^bearer +[A-Za-z0-9\-._~+/]+=* *$/i)
      },
    ),
  )
})

test('a scheme whose name begins with Bearer is another scheme', () => {
  for (const header of ['BearerToken abc', 'Bearer-2 abc', 'Bearer.x abc']) assert.equal(read(header).outcome, 'none')
})

test('a hostile header is read in linear time', () => {
  const startedAt = performance.now()
  for (const text of [' '.repeat(60_000), '='.repeat(60_000), `${'a'.repeat(60_000)} ,`, 'a= '.repeat(20_000)]) {
    assert.equal(read(`Bearer ${text}`).outcome, 'malformed')
  }
  for (const text of [
    '"\\'.repeat(30_000),
    ', '.repeat(30_000),
    `,${' '.repeat(60_000)}x`,
    ',a '.repeat(20_000),
    `,${'a'.repeat(60_000)}`,
  ]) {
    read(`Digest ${text}`)
  }
  assert.ok(performance.now() - startedAt < 500)
})

test('finds access_token in the query and not in similar names', () => {
  for (const url of ['/?access_token=a', '/x?a=b&access_token=', 'https://contacts.example.com/?access_token=a']) {
    assert.deepEqual(read(null, url), { outcome: 'none', inQuery: true })
  }
  for (const url of ['/access_token=a', '/?my_access_token=a', '/?access_token_hint=a']) {
    assert.deepEqual(read(null, url), { outcome: 'none', inQuery: false })
  }
})
