import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readImports } from './import-table.ts'
import { isTest, listFiles } from './source-files.ts'

/** Removes type-only imports and exports, which do not exist at run time. */
function withoutTypes(source: string): string {
  return source
    .replaceAll(/^[ \t]*(?:import|export)\s+type\b[^'"`;]*?\bfrom\s*(['"])[^'"\n]+\1/gm, '')
    .replaceAll(/^[ \t]*import\s*\{(?:\s*type\s[^,}]*,?)+\s*\}\s*from\s*(['"])[^'"\n]+\1/gm, '')
}

/** Lists circles of files of the packages and the playground that import each other at run time; type-only imports do not count. */
export function findCircles(root: string): readonly string[] {
  const graph = readGraph(root)
  const done = new Set<string>()
  const circles = new Set<string>()
  const follow = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file)
    if (start >= 0) circles.add(`import circle: ${[...way.slice(start), file].join(' -> ')}`)
    if (start >= 0 || done.has(file)) return
    for (const target of graph.get(file) ?? []) follow(target, [...way, file])
    done.add(file)
  }
  for (const file of graph.keys()) follow(file, [])
  return [...circles]
}

function readGraph(root: string): ReadonlyMap<string, readonly string[]> {
  const files = ['packages', 'playground']
    .flatMap((folder) => listFiles(root, folder, '.ts', '.tsx'))
    .filter((file) => !isTest(file))
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const imports = readImports(withoutTypes(readFileSync(path.join(root, file), 'utf8')))
      const targets = imports.filter((one) => one.startsWith('.'))
      return [
        file,
        targets.map((one) => path.posix.join(path.posix.dirname(file), one)).filter((one) => known.has(one)),
      ]
    }),
  )
}
