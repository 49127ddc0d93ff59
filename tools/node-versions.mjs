// Plain JavaScript for any Node from 18 on: it runs before a recent Node is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { nodePins } from './node-pins.mjs'

const platform = `${process.platform}-${process.arch}`

/** Returns why the running Node cannot run the sources, or nothing if it can. */
export function unfitness() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) return `Node ${process.version} is older than 22.18`
  if (!process.features.typescript) return `Node ${process.version} here does not run TypeScript`
  if (!isBuiltin('node:sqlite')) return `Node ${process.version} here has no node:sqlite`
  return undefined
}

/** Returns the path of the binary that the package of this platform puts under a folder, or nothing on other platforms. */
export function binaryUnder(folder) {
  const name = nodePins[platform]?.name
  if (!name) return undefined
  return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** Returns the binary under a folder if it is of the pinned version of a major one, and else nothing. */
export function installedNode(major, folder) {
  const binary = binaryUnder(folder)
  if (!binary || !existsSync(binary)) return undefined
  const { version } = JSON.parse(readFileSync(path.join(binary, '..', '..', 'package.json'), 'utf8'))
  return version === nodePins[platform].versions[major]?.version ? binary : undefined
}

/**
 * Installs the pinned version of a major one of Node from the npm registry into a folder and returns the path of its binary. The package is the
 * bare binary and has no install script; npm compares its tarball with the pinned hash. Throws an Error whose message is a sentence for users.
 */
export function installNode(major, folder, npm, announce = () => {}) {
  const pin = nodePins[platform]
  const { version, integrity } = pin?.versions[major] ?? {}
  if (!version) throw new Error(`no package with Node ${major} is pinned for ${process.platform} on ${process.arch}`)
  const installed = installedNode(major, folder)
  if (installed) return installed
  announce()
  mkdirSync(folder, { recursive: true })
  writeLock(folder, pin.name, version, integrity)
  const result = npm(['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], folder)
  const spec = `${pin.name}@${version}`
  if (result.status !== 0) throw new Error(`npm could not install ${spec}:\n${result.output}`)
  const binary = installedNode(major, folder)
  if (!binary) throw new Error(`${spec} has no binary at the expected place`)
  const check = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  if (check.status !== 0)
    throw new Error(`the Node of ${spec} does not start on this machine: ${check.stderr || check.error}`)
  return binary
}

/** Writes what `npm ci` installs: this version with this hash (EINTEGRITY for any other), from whichever registry npm is set to. */
function writeLock(folder, name, version, integrity) {
  // npm makes the package's name of the folder's name and refuses one that it cannot.
  const root = { name: 'node-for-valetkey', dependencies: { [name]: version } }
  const packages = { '': root, [`node_modules/${name}`]: { version, integrity } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...root, private: true }))
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({ name: root.name, lockfileVersion: 3, requires: true, packages }),
  )
}
