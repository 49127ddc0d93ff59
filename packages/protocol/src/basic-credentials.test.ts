import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatBasicCredentials, parseBasicCredentials } from './basic-credentials.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((one) => one.isWellFormed())

test('credentials with any characters are parsed as they were formatted (RFC 6749 §2.3.1)', () => {
  fc.assert(
    fc.property(text, text, (id, secret) => {
      const read = parseBasicCredentials(formatBasicCredentials(id, secret))
      assert.equal(read?.clientId, id)
      assert.equal(read?.clientSecret, secret)
    }),
    { numRuns: 500 },
  )
})

test('credentials that were not percent-encoded are returned as well', () => {
  const read = parseBasicCredentials(`Basic ${btoa('app:100%+x:y')}`)
  assert.deepEqual(read?.undecoded, { clientId: 'app', clientSecret: '100%+x:y' })
  assert.equal(read?.clientSecret, '100%+x:y', 'what cannot be decoded stays')
})

test('anything else is undefined, and nothing is thrown (RFC 7617 §2)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      assert.equal(parseBasicCredentials(header.replace(/^basic /i, '')), undefined)
      parseBasicCredentials(`Basic ${header}`)
    }),
    { numRuns: 500 },
  )
  for (const header of [
    '',
    'Basic',
    'Basic ',
    'Basic =',
    'Bearer YTpi',
    `Basic ${btoa('no colon')}`,
    `Basic ${btoa(':secret')}`,
    'Basic YTpi x',
  ]) {
    assert.equal(parseBasicCredentials(header), undefined, header)
  }
})
