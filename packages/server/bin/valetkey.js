#!/usr/bin/env node
// Starts the command line with a Node that is recent enough. Plain JavaScript that Node 12 can read, since it has to
// run on the machine's Node in order to find another.
import { spawn } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

const here = realpathSync(fileURLToPath(import.meta.url))
const mark = 'VALETKEY_LAUNCHED'

function isFit() {
  const version = process.versions.node.split('.').map(Number)
  return version[0] > 22 || (version[0] === 22 && version[1] >= 18)
}

function foldersAbove(folder) {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder].concat(foldersAbove(above))
}

/** Leaves out the notices that node:sqlite and the running of TypeScript are new. */
function silenceNotices() {
  const emitWarning = process.emitWarning
  process.emitWarning = (...args) => {
    const warning = args[0]
    const type = args[1]
    const name = typeof type === 'object' && type !== null ? type.type : type
    if (name === 'ExperimentalWarning' || (warning && warning.name === 'ExperimentalWarning')) return
    emitWarning.apply(process, args)
  }
}

/** Ends this process, gently and then surely, when the launcher that started it is gone. */
function dieWithLauncher() {
  delete process.env[mark]
  if (!process.channel) return
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 10000).unref()
  })
  process.channel.unref()
}

/** Names the process that started another, where the system tells. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1]
  } catch (_) {
    return undefined
  }
}

/** Notices that npx, which puts a shell between itself and us, was killed without a chance to say so. */
function dieWithNpx(end) {
  if (process.env[mark] || process.env.npm_lifecycle_event !== 'npx') return
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`
  const atFirst = ancestors()
  setInterval(() => ancestors() === atFirst || end(), 500).unref()
}

/**
 * Lets the young generation grow to 8 MB and no further. Requests leave little behind, so a larger one gains no speed
 * and costs 100 MB; the flag that bounds it can only be given to a new process, and starting one costs time.
 */
function boundYoungGeneration() {
  setFlagsFromString('--semi-space-growth-factor=2')
  const observer = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')
    if (young && young.space_size < 8 * 1024 * 1024) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  })
  observer.observe({ entryTypes: ['gc'] })
}

/**
 * Lets Node keep what it compiled: the second start is faster and smaller by a quarter. Anyone who can write to the folder decides what runs, so
 * one that is not this user's alone is not used.
 */
function keepCompiled() {
  if (!nodeModule.enableCompileCache) return
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'valetkey')
  const before = process.umask(0o077)
  try {
    mkdirSync(folder, { recursive: true })
    const fault = folderFault(folder)
    if (fault) process.stderr.write(`note: what Node compiled is not kept: ${folder} ${fault}\n`)
    else nodeModule.enableCompileCache(folder)
  } catch (_) {
    // Without a home that can be written, every start compiles.
  } finally {
    process.umask(before)
  }
}

/** Says why others could put files into a folder, or into its place; nothing where they cannot. */
function folderFault(folder) {
  if (!process.getuid) return undefined
  const own = lstatSync(folder)
  if (!own.isDirectory()) return 'is no folder'
  if (own.uid !== process.getuid()) return 'belongs to another user'
  if (own.mode & 0o022) return 'can be written by other users: chmod go-w it'
  const parent = statSync(dirname(folder))
  const isForeign = parent.uid !== process.getuid() && parent.uid !== 0
  const isOpen = parent.mode & 0o022 && !(parent.mode & 0o1000)
  return isForeign || isOpen ? 'is in a folder of other users' : undefined
}

function launch(node) {
  const env = Object.assign({}, process.env)
  env[mark] = '1'
  const args = ['--max-semi-space-size=4', here].concat(process.argv.slice(2))
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group, the child included.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  dieWithNpx(() => child.kill('SIGTERM'))
  child.on('error', (error) => fail(error.message))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** Gives a recent Node that set-up has put into a checkout, fetching it where it is not there yet. */
async function findNode() {
  const tools = foldersAbove(dirname(here)).map((folder) => join(folder, 'tools', 'node-versions.mjs'))
  const inCheckout = existsSync(join(dirname(here), '..', 'src')) && tools.find((file) => existsSync(file))
  if (!inCheckout) {
    return fail(`valetkey needs Node 22.18 or newer, and this is Node ${process.version} (${process.execPath}).`)
  }
  const versions = await import(pathToFileURL(inCheckout))
  const node = versions.installedNode(24, join(dirname(dirname(inCheckout)), '.tools', 'node'))
  if (node) return node
  return (await import(pathToFileURL(join(dirname(inCheckout), 'set-up.mjs')))).findNode()
}

if (isFit()) {
  silenceNotices()
  dieWithNpx(() => process.kill(process.pid, 'SIGTERM'))
  if (process.env[mark]) dieWithLauncher()
  keepCompiled()
  setFlagsFromString('--semi-space-growth-factor=1')
  import('#cli').then(boundYoungGeneration, (error) => {
    process.stderr.write(`${error?.stack ? error.stack : String(error)}\n`)
    process.exitCode = 1
  })
} else {
  findNode().then(launch, (error) => fail(error.message))
}
