import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** A file system of a few megabytes that can be filled. */
export interface SmallDisk {
  readonly folder: string
  /** Takes all space that is left, or gives it back. */
  fill(): void
  free(): void
  remove(): void
}

/** Returns what is missing to mount a small disk, or undefined. */
export function missingSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root may mount a small disk'
  try {
    mountSmallDisk(1).remove()
    return undefined
  } catch (error) {
    return `no small disk can be mounted: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
}

/** Mounts a file system in memory with room for this many megabytes. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'reliability-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      // Others write meanwhile, so that there may be less room than was seen: then it is full as well.
      const file = openSync(ballast, 'w')
      try {
        for (const page = Buffer.alloc(4096); ; ) writeSync(file, page)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: atExit(() => {
      // Lazily, because a process that has just ended may not be quite gone.
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
      rmdirSync(folder)
    }),
  }
}
