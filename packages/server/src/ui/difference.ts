import type { Words } from './words/en.ts'

/** Where two strings part: what they share, then the rest of each, of which the first character differs. */
export type Difference = { readonly shared: string; readonly received: string; readonly registered: string }

/** Finds the first character at which what was received leaves what is registered. */
export const difference = (received: string, registered: string): Difference => {
  const at = sharedLength(received, registered)
  return { shared: received.slice(0, at), received: received.slice(at), registered: registered.slice(at) }
}

/** Counts the UTF-16 units that two strings share at their start, never ending within a character. */
const sharedLength = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1
  const isWithinPair = at > 0 && /[\ud800-\udbff]/.test(one[at - 1] ?? '')
  return isWithinPair && at < Math.max(one.length, other.length) ? at - 1 : at
}

/** Picks the registered value that agrees longest with what was received. */
export const nearest = (received: string, registered: readonly string[]): string | undefined =>
  registered.map((value) => ({ value, shared: sharedLength(received, value) })).sort((a, b) => b.shared - a.shared)[0]
    ?.value

/** Says in words how two values differ: by a trailing slash, by case, by its length, or by which character. */
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
