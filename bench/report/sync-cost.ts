import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './statistics.ts'

/**
 * Measures how many milliseconds it takes to write 4 KB durably in the folder for temporary files, which
 * contains the databases. A value near 0 indicates a disk in memory, on which durability is free and the
 * comparison meaningless; set `TMPDIR` to another folder.
 */
export function syncCost(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'))
  const file = openSync(join(folder, 'file'), 'w')
  const page = Buffer.alloc(4096)
  const costs = Array.from({ length: 100 }, () => {
    const began = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  rmSync(folder, { recursive: true })
  return median(costs)
}
