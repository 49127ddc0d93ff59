/** The command line is invalid: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command cannot be carried out: exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
