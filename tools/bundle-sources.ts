import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { keepPlaces, removeOldBundles } from './bundle-command.ts'

/** What every test of the server loads: these modules and all that they import, except by `import()`. */
const entries = ['packages/protocol/src/index.ts', 'packages/server/src/main.ts']

const virtual = 'virtual:all'

/** Packages of many files, each of which becomes one. */
const packages = ['kysely', 'lru-cache', 'yaml', 'zod'] as const

async function bundlePackage(root: string, name: string): Promise<string> {
  const names = Object.keys(await import(name)).filter((one) => one !== 'default' && one !== 'module.exports')
  const made = await rolldown({
    input: virtual,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'all-exports',
        resolveId: (id) => (id === virtual ? path.join(root, 'package.js') : undefined),
        load: (id) =>
          id === path.join(root, 'package.js') ? `export { ${names.join(', ')} } from '${name}'` : undefined,
      },
    ],
  })
  const { output } = await made.generate({ format: 'esm', codeSplitting: false })
  await made.close()
  return output[0].code
}

/** Modules that are imported when first used stay files of their own, and packages are not bundled. */
function readStatic(root: string, all: readonly string[]): Plugin {
  return {
    name: 'read-static',
    resolveId(id, importer, { kind }) {
      if (id === virtual) return id
      if (id === '@valetkey/protocol') return path.join(root, 'packages/protocol/src/index.ts')
      if (path.isAbsolute(id)) return id
      if (!id.startsWith('.') || importer === undefined) return { id, external: true }
      const file = path.resolve(path.dirname(importer), id)
      return kind === 'dynamic-import' ? { id: pathToFileURL(file).href, external: true } : file
    },
    load: (id) =>
      id === virtual
        ? all.map((file, index) => `export * as m${index} from ${JSON.stringify(file)}`).join('\n')
        : undefined,
  }
}

async function bundle(root: string, files: readonly string[]) {
  const made = await rolldown({
    input: virtual,
    platform: 'node',
    logLevel: 'silent',
    treeshake: false,
    plugins: [readStatic(root, files), keepPlaces],
  })
  const { output } = await made.generate({ format: 'esm', codeSplitting: false })
  await made.close()
  const [chunk] = output
  return {
    code: chunk.code,
    modules: Object.keys(chunk.modules)
      .filter((id) => path.isAbsolute(id))
      .sort(),
  }
}

/**
 * Bundles the modules that every test of the server loads. Returns the folder of the bundle, from which `tools/test-resolve.mjs` takes
 * them: the file `sources.js` exports a namespace for each module, and `index.json` has its name and its exports by the module's address.
 */
export async function bundleSources(root: string): Promise<string> {
  const first = await bundle(
    root,
    entries.map((file) => path.join(root, file)),
  )
  const { code } = await bundle(root, first.modules)
  const addresses = first.modules.map((file) => pathToFileURL(file).href)
  const files = new Map([['sources.js', code]])
  for (const name of packages) files.set(`${name}.js`, await bundlePackage(root, name))
  const all = path.join(root, '.tools', 'test-sources')
  const folder = path.join(
    all,
    createHash('sha256')
      .update(JSON.stringify([...files]))
      .digest('hex'),
  )
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`
    mkdirSync(draft, { recursive: true })
    for (const [name, content] of files) writeFileSync(path.join(draft, name), content)
    const exported: Readonly<Record<string, object>> = await import(pathToFileURL(path.join(draft, 'sources.js')).href)
    const modules = addresses.map((address, number) => [
      address,
      { name: `m${number}`, exports: Object.keys(exported[`m${number}`] ?? {}) },
    ])
    writeFileSync(path.join(draft, 'index.json'), JSON.stringify({ modules, packages }))
    renameSync(draft, folder)
  }
  removeOldBundles(all, folder)
  return folder
}
