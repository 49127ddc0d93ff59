import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildPlayground } from './build-playground.mjs'
import { keepManifest, replaceFile, restoreManifest } from './manifest-backup.mjs'
import { legacyEntries, toPublished } from './published-manifest.ts'
import { listFiles } from './source-files.ts'

function build(root: string, name: string): void {
  const folder = path.join(root, 'packages', name)
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true })
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const result = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: folder, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`tsc could not build packages/${name}:\n${result.stdout}${result.stderr}`)
  // tsc does not rewrite the file endings in declarations, and not every tool accepts `.ts` there.
  for (const file of listFiles(path.join(folder, 'dist'), '', '.d.ts')) {
    const whole = path.join(folder, 'dist', file)
    const text = readFileSync(whole, 'utf8')
    writeFileSync(whole, text.replaceAll(/((?:from |import |import\()['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js'))
  }
  for (const file of listFiles(folder, 'src', '').filter((each) => !each.endsWith('.ts'))) {
    const copy = path.join(folder, 'dist', path.relative('src', file))
    mkdirSync(path.dirname(copy), { recursive: true })
    copyFileSync(path.join(folder, file), copy)
  }
}

/** Builds the playground, which the package of the server has. */
function requirePlayground(root: string): void {
  const fault = buildPlayground(process.execPath, (sentence) => process.stderr.write(`${sentence}\n`), root)
  if (fault !== undefined) throw new Error(`the playground could not be built:\n${fault}`)
}

/** Builds a package and puts the published package.json in its place, keeping the one of the sources aside. */
export async function preparePackage(root: string, name: string): Promise<void> {
  restoreManifest(root, name)
  const folder = path.join(root, 'packages', name)
  const file = path.join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  // The other packages are compiled with the published types of the protocol.
  if (name !== 'protocol') build(root, 'protocol')
  build(root, name)
  if (name === 'server') {
    await (await import('./bundle.ts')).bundleServer(root, ['index.js', 'cli/main.js'])
    requirePlayground(root)
  }
  keepManifest(root, name)
  const { exports, imports, ...rest } = manifest
  const entries = { exports: toPublished(exports), ...(imports && { imports: toPublished(imports) }) }
  const published = { ...rest, ...legacyEntries(exports), ...entries }
  if (existsSync(path.join(root, 'LICENSE'))) copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  replaceFile(file, `${JSON.stringify(published, undefined, 2)}\n`)
}

if (import.meta.main) {
  const root = path.dirname(import.meta.dirname)
  const name = path.basename(process.cwd())
  if (process.argv[2] === 'restore') restoreManifest(root, name)
  else await preparePackage(root, name)
}
