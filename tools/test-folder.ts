import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The in-memory file system of Linux. */
const inMemory = '/dev/shm'

/** The free space that is required there, in bytes: databases and browser profiles take some hundred megabytes. */
const enough = 4 * 1024 ** 3

const prefix = 'valetkey-run-'

/** A folder for the temporary files of a run. */
export interface TestFolder {
  remove(): void
}

/**
 * Creates the folder for the temporary files of a run, in memory if there is room. On a disk, databases sync at each commit, and
 * tests wait for that longer than they compute.
 */
export function createTestFolder(): TestFolder {
  const parent = hasRoom() ? inMemory : tmpdir()
  removeLeft(parent)
  const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`))
  chmodSync(folder, 0o755) // PostgreSQL runs as a user of its own
  const before = { TMPDIR: process.env.TMPDIR, VALETKEY_TEST_FOLDER: process.env.VALETKEY_TEST_FOLDER }
  process.env.TMPDIR = folder
  process.env.VALETKEY_TEST_FOLDER = folder
  return {
    remove() {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= enough
  } catch {
    return false
  }
}

/** Removes the folders of runs that were killed. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0
    if (pid > 0 && !isRunning(pid)) rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
