import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revealed, visible } from './visible.ts'

test('bidi controls, zero-width and other invisible characters are removed from a name', () => {
  const unseen =
    '\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u206f\u2800\u3164\ufeff\uffa0\ufff9\u{e0041}'
  for (const character of unseen)
    assert.equal(visible(`Go${character}ogle`), 'Google', character.codePointAt(0)?.toString(16))
})

test('control characters and line breaks become one space', () => {
  assert.equal(visible(' a\u0000\r\n\u2028b\u0085\tc '), 'a b c')
})

test('stacked combining marks are cut, ordinary accents stay', () => {
  assert.equal(visible(`Z${'\u0301'.repeat(50)}`), `Z${'\u0301'.repeat(3)}`)
  assert.equal(visible('Café Zoë Ελλάδα 日本'), 'Café Zoë Ελλάδα 日本')
})

test('a long name is cut to its limit without splitting a character', () => {
  assert.equal(visible('😀'.repeat(10), 4), '😀😀😀…')
  assert.equal([...visible('x'.repeat(5000))].length, 120)
})

test('half a surrogate pair is dropped', () => {
  assert.equal(visible('a\ud800b'), 'ab')
})

test('a developer sees invisible characters as their code point', () => {
  assert.equal(revealed('a\u200bb\n'), 'a⟨U+200B⟩b⟨U+000A⟩')
})
