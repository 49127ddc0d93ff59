import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findSourceFiles } from './source-files.ts'

const mostLines = 300

/** Lists source files, except generated ones, that exceed the limit of lines. */
export function findLongFiles(root: string): readonly string[] {
  const written = findSourceFiles(root).filter((file) => !file.includes('/generated/'))
  return written.flatMap((file) => {
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
    return lines > mostLines ? [`${file} has ${lines} lines; ${mostLines} is the most`] : []
  })
}
