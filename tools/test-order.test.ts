import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { findTestFiles } from './source-files.ts'
import { long, longestFirst } from './test-order.ts'

const files = findTestFiles(path.dirname(import.meta.dirname))

test('test files that take longest run first, and all of them run', () => {
  const ordered = longestFirst(files)
  assert.deepEqual(ordered.toSorted(), files.toSorted())
  assert.match(ordered[0] ?? '', /^reliability\//)
  assert.doesNotMatch(ordered.slice(-50).join(), /reliability|e2e/)
})

test('each path of the order is one of a test file', () => {
  for (const start of long)
    assert.ok(
      files.some((file) => file.startsWith(start)),
      start,
    )
})
