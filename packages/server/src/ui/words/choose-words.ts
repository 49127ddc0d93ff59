import { en, type Words } from './en.ts'
import type { Languages } from './index.ts'

/** The words of a page, and their language tag. */
export interface ChosenWords {
  readonly language: string
  readonly words: Words
}

/** The part of the header that is read: browsers send a handful of ranges. */
const [longestHeader, mostRanges] = [1_000, 20]

const weightPattern = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

/**
 * Chooses the language that the browser prefers among those that exist (RFC 9110 §12.5.4): the range with the highest
 * weight first, each shortened until a language matches (RFC 4647 §3.4). By default it is the first that exists.
 * @param first languages that are preferred to those of the browser, in their order
 */
export function chooseWords(
  acceptLanguage: string | null,
  languages: Languages,
  first: readonly string[] = [],
): ChosenWords {
  const known = new Map(Object.keys(languages).map((tag) => [tag.toLowerCase(), tag]))
  const [[language, words] = ['en', en] as const] = Object.entries(languages)
  const byDefault: ChosenWords = { language, words }
  if (known.size < 2) return byDefault
  const ranges = [...readRanges(first.join(',')), ...readRanges(acceptLanguage ?? '')]
  const refused = new Set(ranges.filter(({ weight }) => weight === 0).map(({ range }) => range))
  for (const { range } of ranges.filter(({ weight }) => weight > 0)) {
    for (let tag = range; tag !== ''; tag = shorten(tag)) {
      const found = refused.has(tag) ? undefined : known.get(tag)
      const theirs = found === undefined ? undefined : languages[found]
      if (found !== undefined && theirs !== undefined) return { language: found, words: theirs }
    }
  }
  return byDefault
}

/** Cuts the header to the part that is read, after a whole range: half of `q=0.5` would refuse the language. */
export function cutHeader(acceptLanguage: string): string {
  if (acceptLanguage.length <= longestHeader) return acceptLanguage
  return acceptLanguage.slice(0, longestHeader).replace(/,[^,]*$/, '')
}

/** Reads the ranges, the preferred one first; the order decides among equals. A malformed range is ignored. */
function readRanges(header: string): readonly { readonly range: string; readonly weight: number }[] {
  return cutHeader(header)
    .split(',', mostRanges)
    .flatMap((part) => {
      const [range = '', parameter] = part.split(';').map((piece) => piece.trim())
      const weight = parameter === undefined ? 1 : Number(weightPattern.exec(parameter)?.[1] ?? Number.NaN)
      return /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(range) && !Number.isNaN(weight)
        ? [{ range: range.toLowerCase(), weight }]
        : []
    })
    .toSorted((one, other) => other.weight - one.weight)
}

/** Removes the last subtag, and a single letter before it (RFC 4647 §3.4). */
function shorten(tag: string): string {
  return tag.replace(/(?:-[a-z0-9])?-[a-z0-9]+$|^[a-z]+$/, '')
}
