import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { readSnippets, writeSnippets } from './snippets.ts'

const page = readFileSync(path.join(import.meta.dirname, 'testing-your-api.md'), 'utf8')

test('the tests of the page run and pass', async () => {
  const snippets = writeSnippets(page)
  try {
    // Without NODE_TEST_CONTEXT the inner run is one of its own, and not a part of this one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const file = path.join(snippets.folder, 'app.test.ts')
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', file], { env })
    assert.match(stdout, /^# pass 5$/m)
    assert.match(stdout, /^# fail 0$/m)
  } finally {
    snippets.remove()
  }
})

test('the page lists every option of a test token', () => {
  const source = readFileSync(path.join(import.meta.dirname, '../packages/guard/src/testing.ts'), 'utf8')
  const declared = /interface TestTokenOptions \{(.*?)\n\}/s.exec(source)?.[1] ?? ''
  const names = [...declared.matchAll(/^ {2}readonly (\w+)\?/gm)].map(([, name]) => name)
  const listed = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)
  assert.deepEqual(listed, names)
  assert.deepEqual(
    readSnippets(page).map(({ file }) => file),
    ['app.ts', 'app.test.ts'],
  )
})
