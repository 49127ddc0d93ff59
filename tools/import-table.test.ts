import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findBreaks, readImports } from './import-table.ts'

function breaksOf(files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'imports-'))
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
      writeFileSync(path.join(root, file), text)
    }
    return findBreaks(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

const oauth = 'packages/server/src/oauth/issuer.ts'

test('every way of writing an import is read', () => {
  const source = [
    "import a from 'a'",
    "import { type B,\n  c } from 'b'",
    "import type { D } from 'd'",
    "import 'e'",
    "export * from 'f'",
    "export { g } from 'g'",
    "const h = await import('h')",
    "type I = import('i').I",
    "// import j from 'j'",
    "/**\n * import('k')\n */",
    "const accept = '*/*'",
  ].join('\n')
  assert.deepEqual([...readImports(source)].sort(), ['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i'])
})

test('the core may not import storage, and the message names file, import and row', () => {
  assert.deepEqual(breaksOf({ [oauth]: "import { stores } from '../storage/stores.ts'\n" }), [
    `${oauth} -> ../storage/stores.ts: server/oauth may not import server/storage/stores.ts (server/oauth: protocol, node:crypto, jose, lru-cache)`,
  ])
})

test('the core may use crypto and no other module of Node', () => {
  assert.equal(breaksOf({ [oauth]: "import { createHash } from 'node:crypto'\n" }).length, 0)
  assert.equal(breaksOf({ [oauth]: "import { readFile } from 'node:fs/promises'\n" }).length, 1)
})

test('a break hidden in a dynamic import or in a type is found', () => {
  assert.equal(breaksOf({ [oauth]: "const kysely = await import('kysely')\n" }).length, 1)
  assert.equal(breaksOf({ [oauth]: "import type { Page } from '../ui/page.ts'\n" }).length, 1)
})

test('storage sees the ports and nothing else of the core', () => {
  const file = 'packages/server/src/storage/codes.ts'
  assert.equal(breaksOf({ [file]: "import type { Codes } from '../oauth/ports.ts'\n" }).length, 0)
  assert.equal(breaksOf({ [file]: "import { issue } from '../oauth/tokens/issue.ts'\n" }).length, 1)
})

test('files at the root of the server may import all of it', () => {
  const text = "import '../../protocol/src/index.ts'\nimport './oauth/issuer.ts'\nimport './storage/sqlite.ts'\n"
  assert.equal(breaksOf({ 'packages/server/src/main.ts': text }).length, 1, 'but another package only by its name')
})

test('benchmarks and reliability tests import none of the packages', () => {
  assert.equal(
    breaksOf({ 'conformance/run.ts': "import '@valetkey/client'\nimport 'node:fs'\nimport 'jose'\n" }).length,
    1,
  )
  assert.equal(breaksOf({ 'bench/run.ts': "import '../packages/server/src/main.ts'\n" }).length, 1)
})

test('the playground may import its own files and a few packages, in files with JSX too', () => {
  const file = 'playground/src/app.tsx'
  const own = "import './style.css'\nimport { a } from './a.ts'\nimport { createRoot } from 'react-dom/client'\n"
  assert.equal(breaksOf({ [file]: `${own}import { createClient } from '@valetkey/client'\n` }).length, 0)
  assert.equal(breaksOf({ [file]: "import { readFile } from 'node:fs'\n" }).length, 1)
  assert.equal(breaksOf({ [file]: "import { createServer } from 'valetkey'\n" }).length, 1)
})

test('tests may import anything', () => {
  assert.equal(breaksOf({ 'packages/server/src/oauth/issuer.test.ts': "import '../storage/sqlite.ts'\n" }).length, 0)
})

test('a folder of the server that has no row is a break', () => {
  assert.deepEqual(breaksOf({ 'packages/server/src/other/thing.ts': 'export {}\n' }), [
    'packages/server/src/other has no row in the import table',
  ])
})

test('the command line may import all of the server', () => {
  assert.equal(breaksOf({ 'packages/server/src/cli/serve.ts': "import '../storage/sqlite.ts'\n" }).length, 0)
})
