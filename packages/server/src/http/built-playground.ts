import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** For the developer who opens a playground of sources that were not built. */
export const notBuilt = `The playground is not built.

In a checkout of Valetkey, npm start builds it, and so does: node tools/build-playground.mjs
The published package has it.
`

/** A file that the pages of the playground load. */
export interface PlaygroundAsset {
  readonly type: string
  readonly bytes: Uint8Array
  /** The same, compressed with Brotli. */
  readonly brotli: Uint8Array | undefined
}

/** The playground as it was built. */
export interface BuiltPlayground {
  readonly pages: { readonly index: string; readonly callback: string }
  /** By file name, which changes with the content. */
  readonly assets: ReadonlyMap<string, PlaygroundAsset>
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Makes a function that reads the built files when it is first called, and keeps them: nothing is read at start, and the
 * files are those of the build, whatever a request names. It returns undefined while there is no build.
 */
export function createPlaygroundReader(): () => Promise<BuiltPlayground | undefined> {
  let reading: Promise<BuiltPlayground | undefined> | undefined
  return async () => {
    reading ??= read()
    const built = await reading.catch(() => undefined)
    if (built === undefined) reading = undefined
    return built
  }
}

async function read(): Promise<BuiltPlayground | undefined> {
  const home = await findPackage(import.meta.dirname)
  if (home === undefined) return undefined
  const folder = path.join(home, 'playground')
  const files = await readdir(path.join(folder, 'assets'))
  const readAsset = (name: string) => readFile(path.join(folder, 'assets', name))
  const assets = files.flatMap((name) => {
    const type = types[path.extname(name)]
    if (type === undefined) return []
    const brotli = files.includes(`${name}.br`) ? readAsset(`${name}.br`) : undefined
    return [readAsset(name).then(async (bytes) => [name, { type, bytes, brotli: await brotli }] as const)]
  })
  const [index, callback] = await Promise.all(
    ['index.html', 'callback.html'].map((name) => readFile(path.join(folder, name), 'utf8')),
  )
  if (index === undefined || callback === undefined) return undefined
  return { pages: { index, callback }, assets: new Map(await Promise.all(assets)) }
}

/**
 * Finds the folder of this package, above its sources or its built files. There is none in a server that an application
 * bundled into its own files.
 */
async function findPackage(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text !== undefined) return JSON.parse(text).name === 'valetkey' ? folder : undefined
  const parent = path.dirname(folder)
  return parent === folder ? undefined : findPackage(parent)
}
