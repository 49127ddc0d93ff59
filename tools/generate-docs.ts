import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commandsPage } from './reference/commands-page.ts'
import { configurationPage } from './reference/configuration-page.ts'
import { errorsPage } from './reference/errors-page.ts'

const root = path.dirname(import.meta.dirname)
const pages = [
  ['docs/configuration.md', configurationPage],
  ['docs/errors.md', errorsPage],
  ['docs/commands.md', commandsPage],
] as const

/** Lays a page out as the formatter leaves it. */
function format(file: string, input: string): string {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${file}`], {
    cwd: root,
    input,
    encoding: 'utf8',
  })
}

const check = process.argv.includes('--check')
for (const [file, write] of pages) {
  const target = path.join(root, file)
  const text = format(
    file,
    `<!-- Generated from the source by tools/generate-docs.ts. -->\n\n${(await write(root)).trim()}\n`,
  )
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
  if (check) {
    console.log(`${file} differs from the source: run node tools/generate-docs.ts`)
    process.exitCode = 1
  } else {
    writeFileSync(target, text)
    console.log(`wrote ${file}`)
  }
}
