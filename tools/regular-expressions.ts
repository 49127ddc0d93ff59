import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findSourceFiles } from './source-files.ts'

/** A regular expression in a source file. */
export interface Literal {
  readonly file: string
  readonly line: number
  readonly pattern: RegExp
}

/** Comments and strings, in which a slash does not begin a regular expression. */
const skipped = /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y
/** The text of a template, up to its end or to `${`. */
const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y
const literal = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/y

/** After these a slash begins a regular expression; after a name, a number or a closing bracket it divides. */
const beforeLiteral = /(?:^|[=(,:[!&|?{};+\n>]|\breturn|\bof|\bcase)$/

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

/** Lists the regular expression literals of a source text. */
export function readLiterals(file: string, source: string): readonly Literal[] {
  const found: Literal[] = []
  /** For each template that is open, how many braces are open in its `${`. */
  const templates: number[] = []
  let at = 0
  const readTemplate = () => {
    const text = matchAt(templateText, source, at)?.[0] ?? source.slice(at)
    at += text.length
    if (text.endsWith('{')) templates.push(0)
  }
  while (at < source.length) {
    const character = source[at]
    const ignored = matchAt(skipped, source, at)?.[0]
    const open = templates.length - 1
    if (ignored !== undefined) {
      at += ignored.length
      continue
    }
    const before = source.slice(Math.max(0, at - 200), at).replaceAll(/[ \t]{1,200}$/g, '')
    const match = character === '/' && beforeLiteral.test(before) ? matchAt(literal, source, at) : null
    if (match?.[1] !== undefined) {
      const line = source.slice(0, at).split('\n').length
      found.push({ file, line, pattern: new RegExp(match[1], match[2]) })
      at += match[0].length
      continue
    }
    at++
    if (character === '`') readTemplate()
    else if (character === '{' && open >= 0) templates[open] = (templates[open] ?? 0) + 1
    else if (character === '}' && open >= 0) {
      if (templates[open] === 0) {
        templates.pop()
        readTemplate()
      } else templates[open] = (templates[open] ?? 0) - 1
    }
  }
  return found
}

/** An exponential pattern would never end on a long text: lengths at each of which it takes some times longer. */
const shortLengths = Array.from({ length: 18 }, (_, index) => 12 + 2 * index)
const long = 16_384
/** A linear match of a text this long takes well below a millisecond; a quadratic one a hundred. */
const most = 15

/** Describes the literals that take longer than linear time on some text, in the sources of the published packages. */
export function findSlowPatterns(root: string): readonly string[] {
  return findSourceFiles(root)
    .filter((file) => /^packages\/[^/]+\/src\//.test(file))
    .flatMap((file) => readLiterals(file, readFileSync(path.join(root, file), 'utf8')))
    .flatMap(({ file, line, pattern }) => {
      const text = findSlowText(pattern)
      return text === undefined ? [] : [`${file}:${line}: ${pattern} takes longer than linear time on ${text}`]
    })
}

/** Finds a text on which a pattern takes longer than linear time, described; undefined if none was found. */
export function findSlowText(pattern: RegExp): string | undefined {
  const { units, prefixes, suffixes } = candidates(pattern.source)
  for (const prefix of prefixes) {
    for (const unit of units) {
      for (const suffix of suffixes) {
        const write = (length: number) => prefix + unit.repeat(length / unit.length) + suffix
        // Short first: an exponential pattern would never end on a long one.
        const isSlow =
          shortLengths.some((length) => takesLonger(pattern, write(length), most)) ||
          (takesLonger(pattern, write(long / 8), most / 30) && takesLonger(pattern, write(long), most))
        if (isSlow) return `${JSON.stringify(prefix)} + ${JSON.stringify(unit)} × n + ${JSON.stringify(suffix)}`
      }
    }
  }
  return undefined
}

/** Checks whether each of several tries takes longer, since other load on the machine rarely slows all of them. */
function takesLonger(pattern: RegExp, text: string, milliseconds: number): boolean {
  for (let tries = 0; tries < 3; tries++) {
    const started = performance.now()
    pattern.lastIndex = 0
    if (pattern.global) text.replace(pattern, '')
    else pattern.exec(text)
    if (performance.now() - started <= milliseconds) return false
  }
  return true
}

/** Builds texts from the pattern's own characters, words and character classes. */
function candidates(source: string) {
  const plain = source.replaceAll(/\\[a-zA-Z](?:\{[^}]{0,40}\})?/g, ' ').replaceAll('\\', '')
  const words = [...new Set(plain.match(/[A-Za-z0-9:/.=_-]{2,12}/g) ?? [])].slice(0, 6)
  const own = [...new Set(plain.replaceAll(/[()|*+?^$]/g, ''))].slice(0, 14)
  const alphabet = [...new Set([...own, 'a', 'A', '0', ' ', '-', '.', '\t', '\u0301'])]
  const pairs = alphabet.slice(0, 12).flatMap((one) => alphabet.slice(0, 12).map((other) => one + other))
  return {
    units: [...alphabet, ...pairs, ...words, ...words.flatMap((word) => [`${word}-`, `${word} `, `${word}a`])],
    prefixes: ['', ...words.slice(0, 3)],
    suffixes: ['', '\u2603\n'],
  }
}
