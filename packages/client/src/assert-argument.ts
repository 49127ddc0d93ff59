/**
 * Reports a mistake of the calling program where it is made, before it looks like a failure of a server.
 * @throws TypeError
 */
export function assertArgument(isValid: boolean, message: string): void {
  if (!isValid) throw new TypeError(message)
}

/** Whether a value is an object with these members, all strings. */
export function hasStrings(value: unknown, ...members: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return members.every((name) => typeof Reflect.get(value, name) === 'string')
}
