import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseWords } from './choose-words.ts'
import { en } from './en.ts'

const languages = { en, de: en, 'zh-Hant': en, fr: en }
const choose = (header: string | null) => chooseWords(header, languages).language

test('the preferred language that exists is chosen (RFC 9110 §12.5.4)', () => {
  assert.equal(choose('de'), 'de')
  assert.equal(choose('fr;q=0.5, de;q=0.8, en;q=0.1'), 'de')
  assert.equal(choose('it, fr, de'), 'fr')
  assert.equal(choose('DE'), 'de')
})

test('a range is shortened until a language matches (RFC 4647 §3.4)', () => {
  assert.equal(choose('de-CH-1996, fr'), 'de')
  assert.equal(choose('zh-hant-tw'), 'zh-Hant')
  assert.equal(choose('de-x-twain'), 'de')
})

test('a language with weight 0 is not chosen', () => {
  assert.equal(choose('de;q=0, fr;q=0.1'), 'fr')
  assert.equal(choose('de-AT, de;q=0'), 'en')
})

test('English is the default for a missing, unknown or malformed header', () => {
  for (const header of [
    null,
    '',
    '*',
    'it',
    'de;q=2',
    'de;level=1',
    ';;;',
    ',,,',
    'constructor',
    '__proto__',
    'd\u0000e',
  ]) {
    assert.equal(choose(header), 'en', String(header))
  }
})

test('of a long header only the beginning is read', () => {
  assert.equal(choose(`${'it,'.repeat(30)}de`), 'en')
  assert.equal(choose(`${'a-'.repeat(50_000)}a,de`), 'en')
})
