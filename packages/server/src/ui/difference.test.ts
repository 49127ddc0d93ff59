import assert from 'node:assert/strict'
import { test } from 'node:test'
import { difference, differenceInWords, nearest } from './difference.ts'
import { en } from './words/en.ts'

test('two values are split at the first character that differs', () => {
  assert.deepEqual(difference('https://a.example/cb', 'https://a.example/CB'), {
    shared: 'https://a.example/',
    received: 'cb',
    registered: 'CB',
  })
})

test('the nearest registered value is the one that agrees longest', () => {
  assert.equal(
    nearest('https://a.example/cb', ['http://x', 'https://a.example/c', 'https://b.example']),
    'https://a.example/c',
  )
  assert.equal(nearest('x', []), undefined)
})

test('the difference is named: trailing slash, case, end, or character', () => {
  assert.match(differenceInWords('https://a/cb/', 'https://a/cb', en.developer), /received value has a trailing slash/)
  assert.match(
    differenceInWords('https://a/cb', 'https://a/cb/', en.developer),
    /registered value has a trailing slash/,
  )
  assert.match(differenceInWords('https://A/cb', 'https://a/cb', en.developer), /letter case/)
  assert.match(differenceInWords('https://a/cb?x', 'https://a/cb', en.developer), /continues .* character 13/)
  assert.match(differenceInWords('https://a', 'https://a/cb', en.developer), /ends before character 10/)
  assert.match(differenceInWords('http://a', 'https://a', en.developer), /first difference is at character 5/)
})
