import { isCommonPassword, withoutLookalikes } from './common-passwords.ts'

/** Names of one or two letters are in every passphrase. */
const shortestName = 3

/** The letters and digits of a text, in one form for each that users see as the same. */
export function comparable(text: string): string {
  return text
    .slice(0, 1000)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/**
 * Whether a password is one of these names, their parts, or several of them with nothing else but digits, signs and common
 * words: `alice`, `Al1ce-2024!`, `example.com alice`. A passphrase that a name occurs in is not.
 */
export function isMadeOfNames(password: string, names: readonly (string | undefined)[]): boolean {
  const parts = new Set(names.flatMap((name) => (name === undefined ? [] : partsOf(name))))
  const longestFirst = [...parts].sort((a, b) => b.length - a.length)
  const text = comparable(password)
  return [text, comparable(withoutLookalikes(password.toLowerCase()))].some((one) => {
    const rest = longestFirst.reduce((left, part) => left.replaceAll(part, ' '), one)
    if (rest === one) return false
    const words = rest.split(' ').map((word) => word.replaceAll(/\p{N}/gu, ''))
    return words.every((word) => word.length < shortestName || (word.length > 3 && isCommonPassword(word)))
  })
}

/** A name as a whole, its words, and both without digits: `alice.ames@example.com` has `alice`, `ames`, `example`. */
function partsOf(name: string): readonly string[] {
  const words = name.slice(0, 400).split(/[^\p{L}\p{M}\p{N}]+/u)
  // `com` of an address protects nothing.
  const named = name.includes('.') && words.length > 1 ? words.slice(0, -1) : words
  const texts = [name, ...named].map(comparable)
  return [...texts, ...texts.map((text) => text.replace(/(?<!\p{N})\p{N}+$/u, ''))].filter(
    (text) => text.length >= shortestName,
  )
}
