import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { isBundled } from './bundle.ts'

const day = 86_400_000

/** Modules go on to find files by the places of their sources. */
export const keepPlaces: Plugin = {
  name: 'keep-places',
  transform: (code, id) =>
    code
      .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
}

/** Packages of many files that a release does not contain. */
const further = ['kysely', 'jose', 'lru-cache']

/** Whether a module is part of the bundle: our own sources, the packages that a release contains too, and `further`. */
const isInside = (id: string) =>
  id.startsWith('.') || path.isAbsolute(id) || /^@?valetkey\b/.test(id) || isBundled(id) || further.includes(id)

/**
 * Bundles the command line from its sources, as a release does, for the processes that tests start. Returns the address of the
 * module that has them run it. Bundles of other sources are removed after a day.
 */
export async function bundleCommand(root: string): Promise<string> {
  const bundle = await rolldown({
    input: path.join(root, 'packages/server/src/cli/main.ts'),
    platform: 'node',
    logLevel: 'silent',
    external: (id) => !isInside(id),
    plugins: [keepPlaces],
  })
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: 'main.js',
    chunkFileNames: '[name]-[hash].js',
  })
  await bundle.close()
  const chunks = output.filter((file) => file.type === 'chunk')
  const all = path.join(root, '.tools', 'test-command')
  const folder = path.join(
    all,
    createHash('sha256')
      .update(chunks.map(({ code }) => code).join())
      .digest('hex'),
  )
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`
    mkdirSync(draft, { recursive: true })
    for (const { fileName, code } of chunks) writeFileSync(path.join(draft, fileName), code)
    renameSync(draft, folder)
  }
  removeOldBundles(all, folder)
  const address = pathToFileURL(path.join(root, 'tools', 'test-command.mjs'))
  address.searchParams.set('bundle', pathToFileURL(path.join(folder, 'main.js')).href)
  return address.href
}

/** Removes the other bundles in a folder that are older than a day. */
export function removeOldBundles(all: string, current: string): void {
  for (const name of readdirSync(all)) {
    const other = path.join(all, name)
    if (other !== current && statSync(other).mtimeMs < Date.now() - day) rmSync(other, { recursive: true, force: true })
  }
}
