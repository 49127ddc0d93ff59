import type { Words } from './words/en.ts'

/** The common start of two strings, then the rest of each, whose first characters differ. */
export type Difference = { readonly shared: string; readonly received: string; readonly registered: string }

/** Finds the first character at which the received value differs from the registered one. */
export const difference = (received: string, registered: string): Difference => {
  const at = sharedLength(received, registered)
  return { shared: received.slice(0, at), received: received.slice(at), registered: registered.slice(at) }
}

/** Counts the UTF-16 units of the common start of two strings, without splitting a character. */
const sharedLength = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1
  const isWithinPair = at > 0 && /[\ud800-\udbff]/.test(one[at - 1] ?? '')
  return isWithinPair && at < Math.max(one.length, other.length) ? at - 1 : at
}

/** Picks the registered value with the longest common start. */
export const nearest = (received: string, registered: readonly string[]): string | undefined =>
  registered.map((value) => ({ value, shared: sharedLength(received, value) })).sort((a, b) => b.shared - a.shared)[0]
    ?.value

/** Describes how two values differ: by a trailing slash, by case, by length, or by a character. */
export const differenceInWords = (received: string, registered: string, words: Words['developer']): string => {
  if (received === registered) return words.same
  if (received === `${registered}/`) return words.slashReceived
  if (`${received}/` === registered) return words.slashRegistered
  if (received.length === registered.length && received.toLowerCase() === registered.toLowerCase()) return words.case
  const parted = difference(received, registered)
  const position = [...parted.shared].length + 1
  if (parted.received === '') return words.shorter(position)
  if (parted.registered === '') return words.longer(position)
  return words.differs(position)
}
