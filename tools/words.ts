import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { listFiles, sourceFolders } from './source-files.ts'

/** Words that make this project's text hard to read, each with what to write instead. */
const words: readonly (readonly [pattern: string, instead: string])[] = [
  ['mend(s|ed|ing)?', 'fix'],
  ['told', 'reported, returned, named, shown'],
  ['anew', 'again'],
  ['whoever', 'the caller, the operator, anyone who'],
  ['beside', 'next to, alongside, compared with'],
  ['lest', 'so that … not'],
  ['amid', 'during'],
  ['hinder(s|ed|ing)?', 'block, prevent'],
  ['(take|takes|taken|took|taking|give|gives|given|gave|giving) back', 'revoke'],
  ['stands?|stood|standing', 'is valid, is active, is in, represents'],
  ['feels?|felt', 'take effect, notice'],
  ['patience', 'timeout'],
  ['doubts?', 'warning, question'],
  ['(?<!\\.)dangers?', 'insecure option, risk'],
  ['lends?|lent', 'provide, pass'],
  ['hardly meant', 'probably a mistake'],
  ['under way', 'in progress'],
  ['hears?|heard', 'receive, notice'],
  ['learnt', 'learned, collected'],
  ['became of', 'the result of'],
  ['goes on', 'continues, keeps running'],
  ['answers undefined', 'returns undefined'],
]

/** Places where a word is right: the key metaphor of the pages that end users read, and names that cannot change. */
const exceptions: readonly { readonly file: RegExp; readonly text: RegExp }[] = [
  {
    file: /^(README\.md|packages\/server\/src\/(ui\/words\/en(\/\w+)?|pages\/keys\/page\.test)\.ts|examples\/contacts-web\/|examples\/demo\.ts)/,
    text: /\b(take|taken|took)( [a-z]+)* back\b/gi,
  },
  // The name of a setting in existing databases.
  { file: /^packages\/server\/src\//, text: /schema: oldest release beside/g },
]

/** The list itself, its test, and generated files, whose text comes from checked sources. */
const excluded =
  /^tools\/words\.|\/generated\/|\/ui\/words\/(?!en\/)[a-z]{2}(?:-\w+)?\/|^docs\/(commands|configuration|errors|api\/\w+)\.md$/

const pattern = new RegExp(words.map(([word]) => `\\b(${word})\\b`).join('|'), 'gi')

/** Lists the words in a text that the list names, with line number and replacement. */
export function findWords(file: string, text: string): readonly string[] {
  return text.split('\n').flatMap((written, index) => {
    const line = exceptions.reduce(
      (rest, exception) => (exception.file.test(file) ? rest.replaceAll(exception.text, '') : rest),
      written,
    )
    return (line.match(pattern) ?? []).map((found) => {
      const [, instead] = words.find(([word]) => new RegExp(`^(${word})$`, 'i').test(found)) ?? []
      return `${file}:${index + 1}: “${found}”; write ${instead}`
    })
  })
}

/** Checks comments, strings, names and pages of the whole project. */
export function findUnclearWords(root: string): readonly string[] {
  const pages = readdirSync(root).filter((name) => name.endsWith('.md'))
  const files = sourceFolders.flatMap((folder) =>
    ['.md', '.ts', '.tsx', '.mjs', '.yaml'].flatMap((ending) => listFiles(root, folder, ending)),
  )
  return [...pages, ...files]
    .filter((file) => !excluded.test(file))
    .flatMap((file) => [
      ...findWords(file, path.basename(file).replaceAll('-', ' ')),
      ...findWords(file, readFileSync(path.join(root, file), 'utf8')),
    ])
}
