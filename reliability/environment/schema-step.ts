import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Version } from './version.ts'

/** What a release may add while the release before it runs on: a table, and in a busy table a column with an index. */
const step = (number: number) => `  {
    name: 'reliability',
    oldestCompatible: ${number - 1},
    load: async () => ({ schema }) => [
      schema.createTable('reliability').addColumn('id', 'text', (column) => column.primaryKey()),
      schema.alterTable('token_family').addColumn('reliability', 'text'),
      schema.createIndex('token_family_reliability').on('token_family').columns(['reliability']),
    ],
  },
`

/** Gives a version one more step of the schema, as its next release may have. */
export function addSchemaStep({ folder, name }: Version): void {
  const file = join(folder, 'packages/server/src/storage/migrations/index.ts')
  const text = readFileSync(file, 'utf8')
  const [, before = '', steps = ''] =
    /^([\s\S]*\nexport const migrations\b[^\n]*= \[\n)([\s\S]*?)\n\]\n$/.exec(text) ?? []
  if (steps === '') throw new Error(`the list of schema steps of ${name} is not where it was`)
  const number = (steps.match(/\boldestCompatible:/g)?.length ?? 0) + 1
  writeFileSync(file, `${before}${steps}\n${step(number)}]\n`)
}
