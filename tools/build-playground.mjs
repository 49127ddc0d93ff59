// Builds the playground if its sources changed: node tools/build-playground.mjs
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, setUp } from './set-up.mjs'
import { withLock } from './with-lock.mjs'

/** All that the build is made of: its sources, and the packages that they import. */
const sources = ['playground', 'packages/client/src', 'packages/protocol/src', 'package-lock.json']

/** Folders that are no sources, and tests. */
const skipped = /(?:^|\/)(?:node_modules|dist|testing)$|\.test(?:ing)?\.tsx?$/

function* listSources(base, place) {
  const whole = path.join(base, place)
  const entries = place.endsWith('.json') ? undefined : readdirSync(whole, { withFileTypes: true })
  if (entries === undefined) return yield place
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const below = `${place}/${entry.name}`
    if (skipped.test(below)) continue
    if (entry.isDirectory()) yield* listSources(base, below)
    else yield below
  }
}

function hashSources(base) {
  const hash = createHash('sha256')
  for (const place of sources) {
    for (const file of listSources(base, place)) {
      const bytes = readFileSync(path.join(base, file))
      hash.update(`${file} ${bytes.length}\n`).update(bytes)
    }
  }
  return hash.digest('hex')
}

const folderOf = (base) => path.join(base, 'packages', 'server', 'playground')
const stampOf = (base) => path.join(folderOf(base), '.built-from')

function isBuiltFrom(base, hash) {
  if (!existsSync(path.join(folderOf(base), 'index.html'))) return false
  return existsSync(stampOf(base)) && readFileSync(stampOf(base), 'utf8') === hash
}

/**
 * Builds the playground into the server's package, unless it was built from the same sources. Returns undefined, or why
 * it failed: the server runs without it.
 */
export function buildPlayground(node, announce, base = root) {
  try {
    if (isBuiltFrom(base, hashSources(base))) return undefined
    return withLock(path.join(base, '.tools', 'playground.lock'), announce, () => build(node, announce, base))
  } catch (error) {
    return error.message
  }
}

function build(node, announce, base) {
  const hash = hashSources(base)
  // Another process may have built it meanwhile.
  if (isBuiltFrom(base, hash)) return undefined
  announce('building the playground (once)')
  const started = Date.now()
  const vite = path.join(base, 'node_modules', 'vite', 'bin', 'vite.js')
  const result = spawnSync(node, [vite, 'build', path.join(base, 'playground')], { cwd: base, encoding: 'utf8' })
  if (result.status !== 0) return `${result.stdout ?? ''}${result.stderr ?? ''}`.trim() || String(result.error)
  writeFileSync(stampOf(base), hash)
  announce(`built the playground in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return undefined
}

/** Builds it for a server that starts, and reports a failure in a few lines. */
export function buildForStart(node) {
  const announce = (sentence) => process.stderr.write(`set-up: ${sentence}\n`)
  const fault = buildPlayground(node, announce)
  if (fault === undefined) return true
  const lines = fault.split('\n').slice(0, 12).join('\n  ')
  announce(`the playground could not be built, and everything else works without it:\n  ${lines}`)
  return false
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { node } = setUp()
  if (!buildForStart(node)) process.exitCode = 1
}
