import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { startServer } from '../../testing/server.ts'
import type { Languages } from './index.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-words-'))
after(() => rmSync(folder, { recursive: true }))

/** Writes the files of the recipe into a copy of the folder; an existing file keeps the lines that the recipe does not show. */
function follow(recipe: string): void {
  cpSync(import.meta.dirname, folder, { recursive: true })
  for (const part of recipe.split('// packages/server/src/ui/words/').slice(1)) {
    const [, name = '', code = ''] = /^(\S+)\n([\s\S]*)$/.exec(part) ?? []
    const before = name === 'index.ts' ? readFileSync(path.join(folder, name), 'utf8') : ''
    const kept = before.replace(/^export const languages.*$/m, '')
    writeFileSync(path.join(folder, name), `${kept}\n${code}`)
  }
}

test('the recipe of CONTRIBUTING.md adds a language, in which pages are then shown', async () => {
  const [, recipe = ''] =
    /\*\*A language\*\*[\s\S]*?```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8')) ??
    []
  follow(recipe)
  const { languages }: { readonly languages: Languages } = await import(path.join(folder, 'index.ts'))
  const server = await startServer(() => ({}), { languages })
  const request = new Request(`${server.issuer}/login`, { headers: { 'accept-language': 'de-AT' } })
  const html = await (await server.fetch(request)).text()
  assert.match(html, /<html lang="de">/)
  assert.match(html, /<button [^>]*type="submit">Anmelden<\/button>/)
})
