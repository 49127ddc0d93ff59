import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folderOf = (root) => path.join(root, '.tools', 'pack')

/** Keeps a package's package.json aside while packing puts another in its place. */
export function keepManifest(root, name) {
  mkdirSync(folderOf(root), { recursive: true })
  writeFileSync(
    path.join(folderOf(root), `${name}.json`),
    readFileSync(path.join(root, 'packages', name, 'package.json')),
  )
}

/** Writes a file in one step, so that nobody reads half of it. */
export function replaceFile(file, text) {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

/** Puts a kept package.json back, if there is one. */
export function restoreManifest(root, name) {
  const kept = path.join(folderOf(root), `${name}.json`)
  if (!existsSync(kept)) return
  replaceFile(path.join(root, 'packages', name, 'package.json'), readFileSync(kept))
  rmSync(kept)
  rmSync(path.join(root, 'packages', name, 'LICENSE'), { force: true })
}

/** Puts back what a packing that crashed left behind; a packing of the last five minutes may still be at work. */
export function healManifests(root) {
  if (!existsSync(folderOf(root))) return
  for (const file of readdirSync(folderOf(root))) {
    if (Date.now() - statSync(path.join(folderOf(root), file)).mtimeMs > 300_000)
      restoreManifest(root, path.parse(file).name)
  }
}
