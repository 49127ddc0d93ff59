import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

const libraries = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib']
const library = libraries.map((folder) => join(folder, 'faketime/libfaketimeMT.so.1')).find((file) => existsSync(file))

/** Returns what is missing to move the clocks of processes, or undefined. */
export function missingClock(): string | undefined {
  return library === undefined ? 'there is no libfaketime (Debian: apt-get install libfaketime)' : undefined
}

/** Makes a folder for a clock that processes of other accounts go by too. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reliability-clock-'))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  return folder
}

/** The wall clock of one or several processes, which can be moved while they run; timers go on as ever. */
export interface Clock {
  /** Environment for the processes that go by this clock. */
  readonly env: Readonly<Record<string, string>>
  /** Seconds that it is ahead. */
  readonly ahead: number
  set(ahead: number): void
}

/** Creates a clock that is `ahead` seconds ahead of this machine's. */
export function createClock(folder: string, name: string, ahead = 0): Clock {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `clock-${name}`)
  let current = ahead
  const write = () => {
    // Put in place at once, because a process may read it in this very moment.
    writeFileSync(`${file}.new`, `${current < 0 ? '' : '+'}${current}`)
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    env: {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    get ahead() {
      return current
    },
    set(seconds) {
      current = seconds
      write()
    },
  }
}
