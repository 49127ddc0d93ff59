import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const places = ['', 'packages', 'packages/server/src']

const find = (file: string) => places.map((place) => path.join(root, place, file)).find(existsSync)

/** What a page with tables of clauses names, and what of it does not exist. */
export interface Named<T> {
  readonly all: readonly T[]
  readonly missing: readonly T[]
}

/** Finds the files that a page names in code. */
export function namedFiles(page: string): Named<string> {
  const all = [...page.matchAll(/`([\w@./-]+\.(?:ts|md))`/g)].map(([, file = '']) => file)
  return { all, missing: [...new Set(all.filter((file) => find(file) === undefined))] }
}

/** A test by its file and title. */
export interface QuotedTest {
  readonly file: string
  readonly name: string
}

/** Finds the tests that a page quotes: titles in “quotation marks” after the name of their file. */
export function quotedTests(page: string): Named<QuotedTest> {
  const all = [...page.matchAll(/`([\w./-]+\.test\.ts)` (“[^”]*”(?:, “[^”]*”)*)/g)].flatMap(
    ([, file = '', names = '']) => [...names.matchAll(/“([^”]*)”/g)].map(([, name = '']) => ({ file, name })),
  )
  const missing = all.filter(({ file, name }) => {
    const target = find(file)
    return target === undefined || !titlesOf(target).some((title) => title === name || isPart(title, name))
  })
  return { all, missing }
}

/** Lists the titles of a file's tests; a title that is built at run time counts by its beginning or end. */
function titlesOf(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8')
  const found = source.matchAll(/\btest\(\s*(?:'(?<a>(?:[^'\\]|\\.)*)'|"(?<b>(?:[^"\\]|\\.)*)"|`(?<c>[^`]*)`)/g)
  return [...found].map(({ groups }) => groups?.a ?? groups?.b ?? groups?.c ?? '')
}

function isPart(title: string, name: string): boolean {
  return title.includes('${') && (title.startsWith(name) || title.endsWith(name))
}
