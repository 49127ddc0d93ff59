import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findSourceFiles } from './source-files.ts'

const mostLines = 300

/** Lists the source files that have grown past what a reader can hold. */
export function findLongFiles(root: string): readonly string[] {
  return findSourceFiles(root).flatMap((file) => {
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
    return lines > mostLines ? [`${file} has ${lines} lines; ${mostLines} is the most`] : []
  })
}
