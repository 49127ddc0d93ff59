import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redact, toLoggedError } from './redact.ts'

const secrets = [
  'vkr_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789',
  'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl',
  'Bearer abcdefghijklmnop',
  'Basic d2ViOmd1ZXNzZWQtc2VjcmV0',
  'postgres://valetkey:the-password@db.example.com/valetkey',
  'https://app.example.com/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=x',
  'grant_type=password&username=alice&password=wonderland',
]

test('text that looks like a secret is removed from the log', () => {
  const hidden = ['AbCdEf', 'eyJzdWI', 'abcdefgh', 'd2Vi', 'the-password', 'Splxl', 'wonderland']
  for (const [index, text] of secrets.entries()) {
    const kept = redact(`before ${text} after`)
    assert.equal(kept.includes(hidden[index] ?? ''), false, kept)
    assert.match(kept, /^before /)
  }
  assert.equal(redact('nothing to hide: the code is unknown'), 'nothing to hide: the code is unknown')
})

test('an error is logged with its causes and without the values that drivers attach', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (hash)=(secret) exists' })
  const logged = toLoggedError(new Error('it failed for Bearer abcdefghijklmnop', { cause }))
  assert.equal(logged.message, 'it failed for Bearer [credentials]')
  assert.equal(logged.cause?.code, '23505')
  assert.equal(JSON.stringify(logged).includes('Key (hash)'), false)
  assert.equal(toLoggedError('a text').message, 'a text')
})

test('redacting 64 kB of any text takes no longer than a few milliseconds', () => {
  const units = [
    'a-',
    'a',
    'eyJ',
    'eyJ-',
    'vka_',
    'vka_-',
    '://',
    '://a:',
    ':',
    '@',
    'Bearer ',
    ' ',
    'code=',
    'a.',
    '/',
  ]
  for (const unit of units) {
    const text = unit.repeat(65_536 / unit.length)
    const tries = Array.from({ length: 4 }, () => {
      const started = performance.now()
      redact(text, text.length)
      return performance.now() - started
    })
    // Other load on the machine slows one try, not all.
    const took = Math.min(...tries)
    assert.ok(took < 20, `${JSON.stringify(unit)} took ${took.toFixed(1)} ms`)
  }
})

test('a long text is cut, and a secret across the cut is still replaced', () => {
  const kept = redact(`${'x'.repeat(1_950)} Bearer ${'s'.repeat(200)}`)
  assert.ok(kept.length < 2_010)
  assert.doesNotMatch(kept, /sss/)
  const jwt = redact(`id-eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln and more`)
  assert.equal(jwt, 'id-[jwt] and more')
})
