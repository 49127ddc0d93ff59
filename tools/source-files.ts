import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

const skipped = new Set(['node_modules', 'dist', '.git', '.tools', '.data'])

/** Lists the files under a folder with one of these endings, as paths from the root with forward slashes, in order. */
export function listFiles(root: string, folder: string, ...endings: readonly string[]): readonly string[] {
  const whole = path.join(root, folder)
  if (!existsSync(whole)) return []
  return readdirSync(whole, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const below = path.posix.join(folder, entry.name)
      if (entry.isDirectory()) return listFiles(root, below, ...endings)
      return endings.some((ending) => entry.name.endsWith(ending)) ? [below] : []
    })
    .sort()
}

/** Names the folders in which source and tests live. */
export const sourceFolders = [
  'packages',
  'examples',
  'conformance',
  'e2e',
  'bench',
  'playground',
  'reliability',
  'deploy',
  'docs',
  'tools',
] as const

/** Checks whether a file is a test, or part of one. */
export function isTest(file: string): boolean {
  return /\.test(ing)?\.tsx?$|\/testing\//.test(file)
}

/** Lists every test file of the project. */
export function findTestFiles(root: string): readonly string[] {
  return sourceFolders.flatMap((folder) => listFiles(root, folder, '.test.ts'))
}

/** Lists every TypeScript file of the project that is not a test. */
export function findSourceFiles(root: string): readonly string[] {
  return sourceFolders.flatMap((folder) => listFiles(root, folder, '.ts', '.tsx')).filter((file) => !isTest(file))
}
