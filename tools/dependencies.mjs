import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether npm's own record of the last installation matches the lock file. */
function isInstalled(lock, record) {
  if (!lock || !record) return false
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (!place.includes('node_modules/') || wanted.optional || wanted.peer) return true
    const there = record.packages[place]
    return there !== undefined && there.version === wanted.version && there.resolved === wanted.resolved
  })
}

function read(root) {
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const stamp = path.join(root, 'node_modules', '.valetkey-lock')
  return { text, stamp, hash: createHash('sha256').update(text).digest('hex') }
}

/** Checks by a stamp in node_modules, and so in a millisecond, whether the lock file requires other packages. */
export function needsDependencies(root) {
  const { stamp, hash } = read(root)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash
}

/** Installs the packages of the lock file if necessary. @throws Error with a message for users */
export function installDependencies(root, npm, announce) {
  if (!needsDependencies(root)) return
  const { text, stamp, hash } = read(root)
  const record = readJson(path.join(root, 'node_modules', '.package-lock.json'))
  if (!isInstalled(JSON.parse(text), record)) {
    announce('installing dependencies (once)')
    const result = npm(['ci', '--no-audit', '--no-fund'], root)
    if (result.status !== 0) throw new Error(`npm ci could not install the dependencies:\n${result.output}`)
  }
  writeFileSync(stamp, hash)
}
