import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatChallenge, parseChallenges } from './challenge.ts'
import { toDescription } from './errors.ts'

test('a challenge is parsed as it was formatted (RFC 9110 §11.6.1)', () => {
  const values = fc.dictionary(fc.stringMatching(/^[a-z_]{1,10}$/), fc.stringMatching(/^[\x20-\x7e]{0,20}$/), {
    maxKeys: 4,
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(values, (parameters) => {
      assert.deepEqual(parseChallenges(formatChallenge('Bearer', parameters)), [{ scheme: 'Bearer', parameters }])
    }),
  )
})

test('a parameter cannot split a header (RFC 9110 §5.5)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      assert.match(formatChallenge('Bearer', { error_description: value }), /^[\x20-\x7e]*$/)
    }),
  )
})

test('a parameter may have any name, such as __proto__', () => {
  const [challenge] = parseChallenges('Bearer __proto__="x", error=y')
  assert.deepEqual(Object.entries(challenge?.parameters ?? {}), [
    ['__proto__', 'x'],
    ['error', 'y'],
  ])
})

test('several challenges and malformed headers are parsed without an error', () => {
  assert.deepEqual(
    parseChallenges('Basic realm="x", Bearer error="invalid_token", scope=read').map(({ scheme }) => scheme),
    ['Basic', 'Bearer'],
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void parseChallenges(header)))
})

test('a description has only characters that error_description may have (RFC 6749 §5.2)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.match(toDescription(text), /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
    }),
  )
})

test('a hostile header is parsed in linear time', () => {
  for (const hostile of [
    `${' '.repeat(60_000)}(`,
    `a=${' '.repeat(60_000)}(`,
    ' ,'.repeat(30_000),
    `a="${'\\"'.repeat(30_000)}`,
  ]) {
    const started = process.cpuUsage()
    parseChallenges(hostile)
    assert.ok(process.cpuUsage(started).user < 100_000, hostile.slice(0, 8)) // microseconds
  }
})
