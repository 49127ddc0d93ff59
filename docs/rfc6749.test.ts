import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { namedFiles, quotedTests } from './clause-table.ts'

const page = readFileSync(path.join(import.meta.dirname, 'rfc6749.md'), 'utf8')

test('every file that the page names exists', () => {
  const { all, missing } = namedFiles(page)
  assert.ok(all.length > 300, `${all.length} files are named`)
  assert.deepEqual(missing, [])
})

test('every test that the page quotes exists in its file', () => {
  const { all, missing } = quotedTests(page)
  assert.ok(all.length > 150, `${all.length} tests are quoted`)
  assert.deepEqual(missing, [])
})

test('every mark of a deviation has an explanation, and the reverse', () => {
  const [table = '', explained = ''] = page.split('## Deliberate deviations')
  const marks = new Set(
    [
      ...table
        .split('## RFC 6749 §2')
        .slice(1)
        .join('')
        .matchAll(/\*\*(D\d+)\*\*/g),
    ].map(([, id]) => id),
  )
  assert.deepEqual([...explained.matchAll(/^\*\*(D\d+)\./gm)].map(([, id]) => id).sort(), [...marks].sort())
})
