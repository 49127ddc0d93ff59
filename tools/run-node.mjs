import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './set-up.mjs'

/**
 * Runs a script with another Node: same terminal, signals forwarded, same exit status. The
 * script ends when this process does, even by `kill -9`.
 */
export function runNode(node, script, args, more = {}) {
  const env = { ...process.env, ...more, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` }
  const guard = pathToFileURL(path.join(root, 'tools', 'die-with-parent.mjs')).href
  const child = spawn(node, ['--import', guard, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the whole group, the script included.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  dieWithNpm(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/** Returns the parent of a process, if the system reports it. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1]
  } catch {
    return undefined
  }
}

/** Detects that the npm that started this process through a shell was killed. */
function dieWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`
  const atFirst = ancestors()
  setInterval(() => ancestors() === atFirst || end(), 500).unref()
}
