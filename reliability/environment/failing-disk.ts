import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** A disk that becomes read-only during operation, as when the device reports errors. */
export interface FailingDisk {
  readonly folder: string
  /** From now on every write is refused with EROFS, also to files that are open. */
  fail(): void
  /** Checks it and mounts it again; nobody may have a file of it open. */
  repair(): void
  remove(): void
}

const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, { stdio: 'pipe' })

/** Returns what is missing to mount such a disk, or undefined. */
export function missingFailingDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root may mount a disk that fails'
  try {
    const disk = mountFailingDisk(8)
    try {
      disk.fail()
      if (isWritable(disk.folder)) return 'no disk can be made to fail here'
      disk.repair()
      return isWritable(disk.folder) ? undefined : 'no disk can be repaired here'
    } finally {
      disk.remove()
    }
  } catch (error) {
    return `no disk that fails can be mounted: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
}

/** Mounts a file system in a file, with room for this many megabytes. */
export function mountFailingDisk(megabytes: number): FailingDisk {
  const place = mkdtempSync(join(tmpdir(), 'reliability-disk-'))
  const [image, folder] = [join(place, 'image'), join(place, 'mounted')]
  let isMounted = false
  const mount = () => {
    run('mount', '-o', 'loop', image, folder)
    isMounted = true
  }
  const remove = atExit(() => {
    // Lazily, because a process that has just ended may not be quite gone.
    if (isMounted) run('umount', '-l', folder)
    rmSync(place, { recursive: true, force: true })
  })
  try {
    mkdirSync(folder)
    writeFileSync(image, '')
    truncateSync(image, megabytes * 1024 * 1024)
    // While an ext4 aborts its journal, fdatasync may return successfully and the written data is lost (kernel 6.18).
    run('mkfs.ext4', '-q', '-F', '-O', '^has_journal', image)
    mount()
  } catch (error) {
    remove()
    throw error
  }
  return {
    folder,
    // A plain change to read-only is refused while a file is open; this is what an error of the device leads to.
    fail: () => run('mount', '-o', 'remount,abort', folder),
    repair() {
      run('umount', folder)
      isMounted = false
      check(image)
      mount()
    },
    remove,
  }
}

/** Checks a file system; that it had to fix something (1) is no failure. */
function check(image: string): void {
  try {
    run('e2fsck', '-f', '-p', image)
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && error.status === 1)) throw error
  }
}

function isWritable(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'probe'), 'probe')
    return true
  } catch {
    return false
  }
}
