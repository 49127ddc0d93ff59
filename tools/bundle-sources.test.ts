import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { bundleSources } from './bundle-sources.ts'

const root = path.dirname(import.meta.dirname)

test('processes of tests take the modules of the server from a bundle, each of them once', async () => {
  const folder = mkdtempSync(path.join(root, '.tools', 'bundle-test-'))
  try {
    const file = path.join(folder, 'a.test.mjs')
    writeFileSync(
      file,
      `import { OAuthError } from '@valetkey/protocol'
import * as errors from '../../packages/protocol/src/errors.ts'
import { createServer } from '../../packages/server/src/main.ts'
import { Unavailable } from '../../packages/server/src/oauth/ports.ts'
import { openDatabase } from '../../packages/server/src/storage/open-database.ts'
const database = await openDatabase('sqlite::memory:', 1)
const late = await database.transaction(async () => { throw new Unavailable('x') }).catch((error) => error)
const isBundled = import.meta.resolve('../../packages/server/src/main.ts').includes('bundled')
console.log(JSON.stringify([isBundled, typeof createServer, errors.OAuthError === OAuthError, late instanceof Unavailable]))`,
    )
    const env = { ...process.env, VALETKEY_TEST_SOURCES: await bundleSources(root) }
    const args = ['--import', path.join(import.meta.dirname, 'test-resolve.mjs'), file]
    const printed = execFileSync(process.execPath, args, { env, encoding: 'utf8' })
    assert.deepEqual(JSON.parse(printed), [true, 'function', true, true])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
