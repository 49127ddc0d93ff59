/**
 * Refuses a slip of the program that calls, where it is made and in words of its own, before it looks like a fault of a server.
 * @throws TypeError with these words
 */
export function need(isThere: boolean, words: string): void {
  if (!isThere) throw new TypeError(words)
}

/** Tells whether a value is an object that has these members, as texts. */
export function hasTexts(value: unknown, ...members: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return members.every((name) => typeof Reflect.get(value, name) === 'string')
}
