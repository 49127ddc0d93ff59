import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OAuthError } from './errors.ts'
import { parameter, parseParameters, readParameters, refuseRepeated, splitParameters } from './parameters.ts'

const refusal = (error: unknown) => error instanceof OAuthError && error.code === 'invalid_request'
const words = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((text) => !text.includes('\0') && text.isWellFormed())
const pairs = fc.uniqueArray(
  fc.tuple(
    words.filter((name) => name !== ''),
    words,
  ),
  { selector: ([name]) => name, maxLength: 20 },
)

test('what a browser encodes is decoded unchanged (RFC 6749 Appendix B)', () => {
  fc.assert(
    fc.property(pairs, (sent) => {
      const read = parseParameters(new URLSearchParams(sent).toString())
      assert.deepEqual(
        [...read].map(([name, [value]]) => [name, value]),
        sent,
      )
    }),
  )
})

test('any text is parsed or refused as invalid_request, and nothing else is thrown', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[%&=+;a-f0-9]*$/))
  fc.assert(
    fc.property(text, (body) => {
      try {
        for (const values of splitParameters(body).values()) assert.ok(values.every((value) => !value.includes('\0')))
      } catch (error) {
        assert.ok(refusal(error), String(error))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a repeated name is refused, except for resource and audience (RFC 6749 §3.1, RFC 8707 §2)', () => {
  fc.assert(
    fc.property(
      pairs.filter((all) => all.length > 0),
      words,
      (sent, value) => {
        const [[name] = ['']] = sent
        const twice = new URLSearchParams([...sent, [name, value]]).toString()
        assert.throws(() => parseParameters(twice), refusal)
        refuseRepeated(splitParameters(twice), new Set([name]))
      },
    ),
  )
  assert.deepEqual(parseParameters('resource=a&resource=b').get('resource'), ['a', 'b'])
  assert.throws(() => parseParameters('scope=&scope='), refusal)
  assert.throws(() => parseParameters('a%61=1&%61a=2'), refusal, 'names are compared as they are meant')
})

test('broken percent-encoding, null bytes and too many parameters are refused', () => {
  for (const bad of ['a=%', 'a=%4', 'a=%zz', '%=1', 'a=%ff', 'a=%c0%80', 'a=%ed%a0%80', 'a=%00', 'a%00=1', 'a=\0']) {
    assert.throws(() => splitParameters(bad), refusal, bad)
  }
  const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=`).join('&')
  assert.equal(splitParameters(many(200)).size, 200)
  assert.throws(() => splitParameters(many(201)), refusal)
})

test('an empty value counts as omitted, and an unknown name is ignored (RFC 6749 §3.1)', () => {
  const read = parseParameters('code=x&state=&unknown=1&resource=&resource=a')
  assert.deepEqual(readParameters(read, { code: 'required', state: 'optional', resource: 'many' }), {
    code: 'x',
    state: undefined,
    resource: ['a'],
  })
  assert.throws(() => readParameters(read, { state: 'required' }), refusal)
  assert.throws(() => readParameters(read, { missing: 'required' }), refusal)
  assert.equal(parameter(read, 'state'), undefined)
})

test('a name such as __proto__ is a name like any other', () => {
  const read = parseParameters('__proto__=1&constructor=2')
  assert.equal(parameter(read, '__proto__'), '1')
  assert.equal(parameter(read, 'toString'), undefined)
  assert.deepEqual(readParameters(read, { toString: 'optional' }), { toString: undefined })
})
