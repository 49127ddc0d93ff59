import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folderOf = (root) => path.join(root, '.tools', 'pack')

/** Saves a package.json while packing replaces it. */
export function keepManifest(root, name) {
  mkdirSync(folderOf(root), { recursive: true })
  writeFileSync(
    path.join(folderOf(root), `${name}.json`),
    readFileSync(path.join(root, 'packages', name, 'package.json')),
  )
}

/** Writes a file atomically, so that no reader sees part of it. */
export function replaceFile(file, text) {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

/** Restores the saved package.json, if there is one. */
export function restoreManifest(root, name) {
  const kept = path.join(folderOf(root), `${name}.json`)
  if (!existsSync(kept)) return
  replaceFile(path.join(root, 'packages', name, 'package.json'), readFileSync(kept))
  rmSync(kept)
  rmSync(path.join(root, 'packages', name, 'LICENSE'), { force: true })
}

/** Restores a package.json that a crashed packing replaced; one of the last five minutes may still be running. */
export function healManifests(root) {
  if (!existsSync(folderOf(root))) return
  for (const file of readdirSync(folderOf(root))) {
    if (Date.now() - statSync(path.join(folderOf(root), file)).mtimeMs > 300_000)
      restoreManifest(root, path.parse(file).name)
  }
}
