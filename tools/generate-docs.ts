import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { apiPagesOrStored } from './api-reference/stored-pages.ts'
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

/** Returns the page as it should be, with the formatter's layout. */
function finish(file: string, text: string): string {
  return format(file, `<!-- Generated from the source by tools/generate-docs.ts. -->\n\n${text.trim()}\n`)
}

const check = process.argv.includes('--check')

function update(file: string, text: string): void {
  const target = path.join(root, file)
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return
  if (check) {
    console.log(`${file} differs from the source: run node tools/generate-docs.ts`)
    process.exitCode = 1
  } else {
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
    console.log(`wrote ${file}`)
  }
}

for (const [file, write] of pages) update(file, finish(file, await write(root)))
for (const [file, text] of await apiPagesOrStored(root, finish)) update(file, text)
