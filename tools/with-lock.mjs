import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Runs a function while a lock file makes other processes wait, so that `npm start` and `npm test` can start at the same time. */
export function withLock(file, announce, act) {
  mkdirSync(path.dirname(file), { recursive: true })
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 0; !take(file); tries += 1) {
    if (tries === 0) announce('waiting for another set-up to end')
    Atomics.wait(pause, 0, 0, 200)
    try {
      if (!isRunning(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true })
    } catch {
      // The other process has just exited.
    }
  }
  try {
    return act()
  } finally {
    rmSync(file, { force: true })
  }
}
