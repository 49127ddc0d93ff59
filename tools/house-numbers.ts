import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findSourceFiles } from './source-files.ts'

const mostLines = 300

/** Lists the source files, but for generated ones, that have grown past what a reader can hold. */
export function findLongFiles(root: string): readonly string[] {
  const written = findSourceFiles(root).filter((file) => !file.includes('/generated/'))
  return written.flatMap((file) => {
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
    return lines > mostLines ? [`${file} has ${lines} lines; ${mostLines} is the most`] : []
  })
}
