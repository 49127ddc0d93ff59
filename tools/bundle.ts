import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { listFiles } from './source-files.ts'

/** Packages whose code goes into the bundle: together they are 170 files, which would be read at every start. */
const bundled = ['commander', 'yaml', 'zod'] as const

/**
 * Replaces the JavaScript that `tsc` wrote into the server's `dist` by a few files, which halves the processor time of a start.
 * Entries keep their names, parts that are imported when first used keep files of their own, declarations stay as they are.
 * @param entries files of `dist`, such as `cli/main.js`
 */
export async function bundleServer(root: string, entries: readonly string[]): Promise<void> {
  const dist = path.join(root, 'packages/server/dist')
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((file) => [file.replace(/\.js$/, ''), path.join(dist, file)])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !path.isAbsolute(id) && !isBundled(id),
  })
  const { output } = await bundle.generate({ format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' })
  await bundle.close()
  for (const file of listFiles(dist, '', '.js')) rmSync(path.join(dist, file))
  mkdirSync(path.join(dist, 'chunks'))
  for (const chunk of output) {
    if (chunk.type === 'chunk') writeFileSync(path.join(dist, chunk.fileName), chunk.code)
  }
  writeFileSync(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), readLicenses(root))
}

/** The bundler's own runtime module is part of the bundle. */
export function isBundled(id: string): boolean {
  return [...bundled, '@oxc-project/runtime'].some((name) => id === name || id.startsWith(`${name}/`))
}

function readLicenses(root: string): string {
  return bundled
    .map((name) => `${name}\n\n${readFileSync(path.join(root, 'node_modules', name, 'LICENSE'), 'utf8')}`)
    .join('\n\n----\n\n')
}
