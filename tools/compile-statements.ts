import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.dirname(import.meta.dirname)
const source = path.join(root, 'packages/server/src')
const target = path.join(source, 'storage/generated/compiled-statements.ts')

const { declaredStatements } = await import(pathToFileURL(path.join(source, 'storage/statement.ts')).href)
const { compileStatement } = await import(pathToFileURL(path.join(source, 'storage/compile-statement.ts')).href)

/** Loads every file that declares a statement, so that all are known. */
async function load(): Promise<void> {
  const listed = execFileSync('grep', ['-rlE', '\\bstatement<', source, '--include=*.ts'], { encoding: 'utf8' })
  const files = listed.split('\n').filter((file) => file !== '' && !/\.test\.ts$|\/testing\//.test(file))
  for (const file of files) await import(pathToFileURL(file).href)
}

/** Writes the file of compiled statements, as the formatter leaves it. */
function render(): string {
  const names = [...declaredStatements.keys()].sort()
  const statements = Object.fromEntries(names.map((name) => [name, compileStatement(declaredStatements.get(name))]))
  const text = `// Written by \`npm run statements\`.
import type { CompiledStatement } from '../statement.ts'

/** Holds the SQL of every statement, so that Kysely is not needed to run them. The gate fails if it is out of date. */
export const compiledStatements: Readonly<Record<string, CompiledStatement>> = ${JSON.stringify(statements)}
`
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=compiled-statements.ts'], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  })
}

await load()
const text = render()
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('storage/generated/compiled-statements.ts is not up to date: npm run statements\n')
    process.exit(1)
  }
} else {
  writeFileSync(target, text)
}
