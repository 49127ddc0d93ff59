/** Says that a command was typed in a way that cannot be meant: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Says that a command was understood and refused: exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
