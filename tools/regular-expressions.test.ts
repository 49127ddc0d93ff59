import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSlowText, readLiterals } from './regular-expressions.ts'

test('a pattern that takes quadratic or exponential time is found', () => {
  for (const slow of [/(\b[a-z][a-z0-9+.-]*:\/\/x)/gi, /\s+$/, /^(a+)+$/, /^(a|aa)+$/])
    assert.notEqual(findSlowText(slow), undefined, String(slow))
})

test('a pattern that takes linear time is not', () => {
  for (const fast of [/^[a-z]+$/, /[&<>"']/g, /^\[(.*)\](?::\d+)?$/, /\s+/g, /^(?:a|b)*c/])
    assert.equal(findSlowText(fast), undefined, String(fast))
})

test('the literals of a source are read, and divisions, comments and strings are not', () => {
  const source = String.raw`const a = b / c / d // not /this/g
/* nor /this/ */ const e = '/nor/this' + "/or/this"
f(/a[/]b\/c/gi, x).replace(/\s+$/u, '')
const g = (1 + 2) / 3 / 4`
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template as source text
  const template = "const h = `::/48 ${i({ j: `/${k}/` })} /no/`.replace(/in/, '')"
  assert.deepEqual(
    readLiterals('f.ts', [source, template, 'return /last/'].join('\n')).map(
      ({ line, pattern }) => `${line} ${pattern}`,
    ),
    [String.raw`3 /a[/]b\/c/gi`, String.raw`3 /\s+$/u`, '5 /in/', '6 /last/'],
  )
})
