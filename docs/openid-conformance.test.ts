import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { namedFiles, quotedTests } from './clause-table.ts'

const page = readFileSync(new URL('openid-conformance.md', import.meta.url), 'utf8')

test('every file that the page names exists', () => {
  const { all, missing } = namedFiles(page)
  assert.ok(all.length > 100, `${all.length} files are named`)
  assert.deepEqual(missing, [])
})

test('every test that the page quotes exists in its file', () => {
  const { all, missing } = quotedTests(page)
  assert.ok(all.length > 50, `${all.length} tests are quoted`)
  assert.deepEqual(missing, [])
})
