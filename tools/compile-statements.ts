import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.dirname(import.meta.dirname)
const source = path.join(root, 'packages/server/src')
const generated = path.join(source, 'storage/generated')
const load = (file: string) => import(pathToFileURL(path.join(source, file)).href)

const { declaredStatements } = await load('storage/statement.ts')
const { compileStatement } = await load('storage/compile-statement.ts')
const { toBatchForm } = await load('storage/batch-form.ts')

/** Loads every file that declares a statement, so that all are known. */
async function loadStatements(): Promise<void> {
  const listed = execFileSync('grep', ['-rlE', '\\bstatement<', source, '--include=*.ts'], { encoding: 'utf8' })
  const files = listed.split('\n').filter((file) => file !== '' && !/\.test\.ts$|\/testing\//.test(file))
  for (const file of files) await import(pathToFileURL(file).href)
}

/** Returns the generated files by name, as the formatter leaves them. */
function render(): Readonly<Record<string, string>> {
  const names = [...declaredStatements.keys()].sort()
  const statements = names.map((name) => [name, compileStatement(declaredStatements.get(name))] as const)
  const batches = statements.flatMap(([name, { sql }]) => {
    const form = toBatchForm(sql)
    return form === undefined ? [] : [[name, form] as const]
  })
  return {
    'compiled-statements.ts': format(`// Written by \`npm run statements\`.
import type { CompiledStatement } from '../statement.ts'

/** Holds the SQL of every statement, so that Kysely is not needed to run them. The gate fails if it is out of date. */
export const compiledStatements: Readonly<Record<string, CompiledStatement>> = ${JSON.stringify(Object.fromEntries(statements))}
`),
    'batch-forms.ts': format(`// Written by \`npm run statements\`.
import type { BatchForm } from '../batch-form.ts'

/** Holds the batch forms of the statements that have one. The gate fails if it is out of date. */
export const batchForms: Readonly<Record<string, BatchForm>> = ${JSON.stringify(Object.fromEntries(batches))}
`),
  }
}

function format(text: string): string {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'format', '--stdin-file-path=generated.ts']
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: 'utf8' })
}

await loadStatements()
for (const [name, text] of Object.entries(render())) {
  const target = path.join(generated, name)
  if (!process.argv.includes('--check')) writeFileSync(target, text)
  else if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write(`storage/generated/${name} is not up to date: npm run statements\n`)
    process.exitCode = 1
  }
}
