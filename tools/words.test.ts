import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findUnclearWords, findWords } from './words.ts'

test('a listed word is reported with its line and a replacement', () => {
  assert.deepEqual(findWords('a.md', 'fine\nMends what was told'), [
    'a.md:2: “Mends”; write fix',
    'a.md:2: “told”; write reported, returned, named, shown',
  ])
})

test('parts of longer words are not reported', () => {
  assert.deepEqual(findWords('a.ts', "beforeEach(recommend); amendment('standard', understand, besides, calendar)"), [])
})

test('the key metaphor is allowed in page copy and nowhere else', () => {
  assert.deepEqual(findWords('examples/contacts-web/pages.ts', 'take the key back, or take back all'), [])
  assert.equal(findWords('docs/web-app.md', 'take back all').length, 1)
})

test('file names, pages and sources are checked, and generated files are not', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'words-'))
  try {
    for (const folder of ['docs', 'tools/generated']) mkdirSync(path.join(root, folder), { recursive: true })
    for (const file of ['README.md', 'docs/page.md', 'docs/errors.md', 'tools/generated/a.ts'])
      writeFileSync(path.join(root, file), 'anew\n')
    writeFileSync(path.join(root, 'docs/is-told.ts'), '')
    writeFileSync(path.join(root, 'docs/page.tsx'), 'anew\n')
    assert.deepEqual(
      findUnclearWords(root).map((line) => line.split(':')[0]),
      ['README.md', 'docs/page.md', 'docs/is-told.ts', 'docs/page.tsx'],
    )
  } finally {
    rmSync(root, { recursive: true })
  }
})
