import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

test('only the compiler of statements and migrations loads Kysely, a third of all files of a start', () => {
  const source = join(import.meta.dirname, '..')
  const loading = globSync('**/*.ts', { cwd: source })
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('testing'))
    .filter((file) => /^(?:import (?!type )[^']*|\} )from 'kysely'/m.test(readFileSync(join(source, file), 'utf8')))
    .map((file) => file.replaceAll('\\', '/'))
  assert.deepEqual(
    loading.filter((file) => !file.startsWith('storage/migrations/')),
    ['storage/compile-statement.ts'],
  )
})
