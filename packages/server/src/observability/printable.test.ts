import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { printable, printableJson, printableLines } from './printable.ts'

const acting = [
  '\u001b[2J',
  '\r',
  '\u0008',
  '\u009b31m',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\u{e0041}',
]

test('characters that a terminal acts on or hides are escaped, and all others are unchanged', () => {
  for (const text of acting) assert.match(printable(text), /^\\u\{[0-9a-f]+\}/)
  assert.equal(printable('a\nb\tc'), 'a\\u{a}b\\u{9}c')
  assert.equal(printableLines('a\nb\tc'), 'a\nb\\u{9}c')
  for (const text of ['plain', 'größe', '日本語', 'עברית', '😀', 'a\\b']) assert.equal(printable(text), text)
})

test('any JSON stays one line with the same meaning', () => {
  const terminal = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...acting))), (texts) => {
      const written = printableJson(JSON.stringify(texts))
      assert.doesNotMatch(written, terminal)
      assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(texts)))
    }),
  )
})
