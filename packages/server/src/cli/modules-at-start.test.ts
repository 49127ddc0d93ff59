import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const packages = join(import.meta.dirname, '../../..')

/** Lists the files of the server, and of the packages that it loads, with a static import of the values of a module. */
function importing(module: string): readonly string[] {
  const statement = new RegExp(`^(?:import (?!type )[^']*|\\} )from '${module}'`, 'm')
  return globSync('{server,protocol}/src/**/*.ts', { cwd: packages })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('testing'))
    .filter((file) => statement.test(readFileSync(join(packages, file), 'utf8')))
}

test('only the compiler of statements and migrations loads Kysely, a third of all files of a start', () => {
  assert.deepEqual(
    importing('kysely').filter((file) => !file.startsWith('server/src/storage/migrations/')),
    ['server/src/storage/compile-statement.ts'],
  )
})

test('nothing imports node:http or all of jose: a start would evaluate fetch with HTTP/2, or read 46 files', () => {
  for (const module of ['node:http', 'node:https', 'node:http2', 'jose'])
    assert.deepEqual(importing(module), [], module)
})
