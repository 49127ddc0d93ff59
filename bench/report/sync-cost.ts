import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './statistics.ts'

/**
 * Measures in milliseconds what it costs to have 4 KB on the disk below the folder for temporary
 * files, where the databases are. Close to nothing means a disk of memory, on which durability is
 * free and the comparison says nothing; `TMPDIR` names another folder.
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
