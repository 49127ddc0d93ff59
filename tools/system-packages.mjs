import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin']

function isCommand(command) {
  return folders.some((folder) => existsSync(path.join(folder, command)))
}

function hasPostgres() {
  const folder = '/usr/lib/postgresql'
  return (
    isCommand('postgres') ||
    (existsSync(folder) &&
      readdirSync(folder).some((version) => existsSync(path.join(folder, version, 'bin', 'postgres'))))
  )
}

function hasFaketime() {
  const folder = '/usr/lib'
  const places = existsSync(folder) ? ['', ...readdirSync(folder).filter((name) => name.endsWith('-linux-gnu'))] : []
  return places.some((place) => existsSync(path.join(folder, place, 'faketime', 'libfaketimeMT.so.1')))
}

const apacheModule = '/usr/lib/apache2/modules/mod_auth_openidc.so'

function hasPython(name) {
  return existsSync(path.join('/usr/lib/python3/dist-packages', name))
}

/**
 * Lists the Debian packages that tests use, with the way to see that they are there, and the service that one of them
 * would start. All but the first three are small.
 */
const wanted = [
  { name: 'chromium', purpose: 'browser tests', isThere: () => isCommand('chromium') },
  {
    name: 'chromium-headless-shell',
    purpose: 'browser tests in half the time',
    isThere: () => isCommand('chromium-headless-shell'),
  },
  { name: 'postgresql', purpose: 'PostgreSQL tests', isThere: hasPostgres, service: 'postgresql' },
  { name: 'strace', purpose: 'tests of answers on disk (R7)', isThere: () => isCommand('strace') },
  { name: 'libfaketime', purpose: 'tests with moved clocks (R9, R13)', isThere: hasFaketime },
  { name: 'haproxy', purpose: 'tests of haproxy.cfg', isThere: () => isCommand('haproxy'), service: 'haproxy' },
  { name: 'nginx', purpose: 'tests of nginx.conf', isThere: () => isCommand('nginx'), service: 'nginx' },
  { name: 'pgbouncer', purpose: 'tests of PgBouncer', isThere: () => isCommand('pgbouncer'), service: 'pgbouncer' },
  { name: 'oathtool', purpose: 'tests of one-time codes', isThere: () => isCommand('oathtool') },
  { name: 'libapache2-mod-auth-openidc', purpose: 'logins with Apache', isThere: () => existsSync(apacheModule) },
  { name: 'slapd', purpose: 'LDAP tests', isThere: () => isCommand('slapd'), service: 'slapd' },
  { name: 'python3-authlib', purpose: 'logins with Authlib', isThere: () => hasPython('authlib') },
  { name: 'python3-requests', purpose: 'logins with Authlib', isThere: () => hasPython('requests') },
]

/** How long packages are installed one by one after installing them together failed, in milliseconds. */
const timeout = 60_000

const policy = '/usr/sbin/policy-rc.d'

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000, maxBuffer: 1 << 26 }
  return spawnSync(command, args, options)
}

/** Returns the reason of a failure, or undefined. */
function aptGet(...args) {
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20']
  const result = run('apt-get', [...quick, '-y', ...args])
  if (result.status === 0) return undefined
  const lines = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n')
  const said = lines.filter((line) => line.startsWith('E:')).slice(-2)
  return said.join(' ') || String(result.error ?? lines.at(-1))
}

/** Installs packages together, or one by one if that fails; returns the failures by package name. */
function installAll(packages) {
  const install = (...names) => aptGet('install', '--no-install-recommends', ...names)
  const failures = new Map()
  const together = install(...packages.map(({ name }) => name))
  if (together === undefined) return failures
  const began = Date.now()
  for (const { name } of packages) {
    const isLate = Date.now() - began > timeout
    const failure = packages.length === 1 || isLate ? together : install(name)
    if (failure !== undefined) failures.set(name, failure)
  }
  return failures
}

/** Runs `work` while installed packages cannot start services, now or at the next boot. */
function withoutServices(packages, work) {
  // An existing policy belongs to the machine and is not changed.
  const isOurs = !existsSync(policy)
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return work()
  } finally {
    for (const { service, isThere } of packages) if (service && isThere()) run('update-rc.d', [service, 'disable'])
    if (isOurs) rmSync(policy, { force: true })
  }
}

/**
 * Installs the browser, the database and the small programs that tests use where apt-get can, and returns a sentence for
 * each that is still missing. Tests that need it are then skipped.
 */
export function installSystemPackages(announce, packages = wanted) {
  const missing = packages.filter((each) => !each.isThere())
  if (missing.length === 0) return []
  const names = missing.map((each) => each.name)
  let obstacle
  let failures = new Map()
  if (process.platform !== 'linux' || !isCommand('apt-get')) obstacle = 'there is no apt-get on this machine'
  else if (process.getuid() !== 0) obstacle = `only root may install it (apt-get install ${names.join(' ')})`
  else {
    announce(`installing ${names.join(', ')} with apt-get, for tests (once)`)
    try {
      failures = withoutServices(missing, () => {
        aptGet('update')
        return installAll(missing)
      })
    } catch (error) {
      obstacle = error.message
    }
  }
  return missing
    .filter((each) => !each.isThere())
    .map(({ name, purpose }) => {
      const reason = obstacle ?? failures.get(name) ?? 'apt-get did not bring it'
      return `${purpose} need ${name}, which is not installed: ${reason}`
    })
}
