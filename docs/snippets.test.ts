import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { findSnippet, readSnippets, writeSnippets } from './snippets.ts'

const markdown = [
  '# Title',
  '```sh',
  'npm install',
  '```',
  '```ts file=one.ts',
  "export const url = 'https://id.example.com'",
  '```',
  '````md file=deep/two.md',
  '```ts',
  '```',
  '````',
].join('\n')

test('code blocks that name a file are snippets, and others are not', () => {
  assert.deepEqual(
    readSnippets(markdown).map(({ file, language, code }) => [file, language, code.length > 0]),
    [
      ['one.ts', 'ts', true],
      ['deep/two.md', 'md', true],
    ],
  )
  assert.equal(findSnippet(markdown, 'deep/two.md').code, '```ts\n```\n')
  assert.throws(() => findSnippet(markdown, 'three.ts'), /one\.ts, deep\/two\.md/)
})

test('snippets are written with replaced placeholders, loaded and removed', async () => {
  const snippets = writeSnippets(markdown, { 'https://id.example.com': 'http://localhost:1' })
  assert.equal((await snippets.load('one.ts')).url, 'http://localhost:1')
  snippets.remove()
  assert.ok(!existsSync(snippets.folder))
  assert.throws(() => writeSnippets(markdown, { missing: '' }), /no snippet contains missing/)
})
