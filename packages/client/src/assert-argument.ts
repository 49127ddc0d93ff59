/**
 * Reports a mistake of the calling program at once, before it can look like a failure of the server.
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
