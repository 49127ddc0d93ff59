import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { listFiles } from '../source-files.ts'

type Pages = readonly (readonly [file: string, text: string])[]

/** Everything that the pages depend on: the sources, this folder, and the versions of TypeDoc, TypeScript and the formatter. */
function hashSources(root: string): string {
  const sources = ['packages', 'tools/api-reference']
    .flatMap((folder) => [...listFiles(root, folder, '.ts'), ...listFiles(root, folder, 'package.json')])
    .filter((file) => !/\.test(ing)?\.ts$|\/testing\//.test(file))
  const hash = createHash('sha256')
  for (const file of [...sources, 'package-lock.json', 'tsconfig.json', 'biome.json', 'tools/generate-docs.ts'])
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function readStored(file: string): { readonly hash?: string; readonly pages?: Pages } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/** Returns the pages of `docs/api`. TypeDoc takes about ten seconds, so that it runs only when the sources have changed. */
export async function apiPagesOrStored(root: string, finish: (file: string, text: string) => string): Promise<Pages> {
  const store = path.join(root, '.tools', 'api-pages.json')
  const hash = hashSources(root)
  const stored = readStored(store)
  if (stored.hash === hash && stored.pages !== undefined) return stored.pages
  const { apiPages } = await import('./pages.ts')
  const pages = (await apiPages(root)).map(([file, text]) => [file, finish(file, text)] as const)
  mkdirSync(path.dirname(store), { recursive: true })
  writeFileSync(`${store}.${process.pid}`, JSON.stringify({ hash, pages }))
  renameSync(`${store}.${process.pid}`, store)
  return pages
}
