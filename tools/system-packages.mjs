import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

function onPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)))
}

function hasPostgres() {
  const folder = '/usr/lib/postgresql'
  return (
    onPath('postgres') ||
    (existsSync(folder) &&
      readdirSync(folder).some((version) => existsSync(path.join(folder, version, 'bin', 'postgres'))))
  )
}

/** Lists the Debian packages that tests use, with the way to see that they are there. */
const wanted = [
  { name: 'chromium', purpose: 'browser tests', isThere: () => onPath('chromium') || existsSync('/usr/bin/chromium') },
  { name: 'postgresql', purpose: 'PostgreSQL tests', isThere: hasPostgres },
]

function aptGet(...args) {
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000, maxBuffer: 1 << 26 }
  const result = spawnSync('apt-get', [...quick, '-y', ...args], options)
  if (result.status === 0) return undefined
  const lines = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n')
  const said = lines.filter((line) => line.startsWith('E:')).slice(-2)
  return said.join(' ') || String(result.error ?? lines.at(-1))
}

/**
 * Installs the browser and the database that tests use where apt-get can, and gives a sentence for each that stays
 * missing. Tests that need it are then skipped.
 */
export function installSystemPackages(announce) {
  const missing = wanted.filter((each) => !each.isThere())
  if (missing.length === 0) return []
  const names = missing.map((each) => each.name)
  let obstacle
  if (process.platform !== 'linux' || !onPath('apt-get')) obstacle = 'there is no apt-get on this machine'
  else if (process.getuid() !== 0) obstacle = `only root may install it (apt-get install ${names.join(' ')})`
  else {
    announce(`installing ${names.join(' and ')} with apt-get, for tests (once)`)
    aptGet('update')
    obstacle = aptGet('install', '--no-install-recommends', ...names)
  }
  return missing
    .filter((each) => !each.isThere())
    .map(
      (each) => `${each.purpose} need ${each.name}, which is not installed: ${obstacle ?? 'apt-get did not bring it'}`,
    )
}
