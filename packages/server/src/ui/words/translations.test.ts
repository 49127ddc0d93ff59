import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from './en.ts'
import { languages } from './index.ts'

/** Values that are texts and amounts at once, so that every word can be written with them. */
const values = ['7007', '8008', '9009']

/** Lists each word by its path, written with the values. */
function write(words: unknown, path = '', given = values): readonly (readonly [path: string, text: string])[] {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words === 'function') return [[path, String(words(...(path.endsWith('.others') ? [given] : given)))]]
  return Object.entries(Object(words)).flatMap(([name, inner]) => write(inner, `${path}.${name}`, given))
}

/** Reads which values a text contains, however its language writes amounts. */
function valuesIn(text: string): readonly string[] {
  const digits = text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/(?<=\d)[.,\u066c\u00a0\u202f](?=\d)/g, '')
  return values.filter((value) => digits.includes(value))
}

const english = new Map(write(en))

/** Words that are the same as in English, by language. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: ['In 7007', 'Name', 'Passkeys', 'Website'],
  es: ['Error'],
  fr: ['Pages'],
  ja: ['recovery-codes.txt'],
}

for (const [language, words] of Object.entries(languages)) {
  test(`${language} writes every value that English writes`, () => {
    for (const [path, text] of write(words)) assert.deepEqual(valuesIn(text), valuesIn(english.get(path) ?? ''), path)
  })

  test(`${language} writes no value as undefined, and no empty word`, () => {
    for (const [path, text] of write(words)) assert.ok(text.trim() !== '' && !/undefined|NaN|#/.test(text), path)
  })

  test(`${language} makes a whole phrase of every amount`, () => {
    for (const amount of ['0', '1', '2', '5', '21']) {
      for (const [path, text] of write(words, '', [amount, amount, amount])) {
        assert.doesNotMatch(text, /undefined|NaN|#|^\s*$| {2}/, path)
      }
    }
  })

  if (language !== 'en') {
    test(`${language} has no words left in English`, () => {
      const left = write(words)
        .filter(([path, text]) => /\p{L}/u.test(text) && text === english.get(path))
        .filter(([path, text]) => !path.startsWith('.time.') && !sameAsEnglish[language]?.includes(text))
      assert.deepEqual(left, [])
    })
  }
}
