/**
 * Path prefixes of the test files that take longest, in order. If they ran last, a processor would be idle. Files that mostly
 * wait are next to files that measure response times.
 */
export const long: readonly string[] = [
  'reliability/',
  'packages/server/src/jobs/deliver-logouts',
  'packages/server/src/observability/',
  'packages/server/src/http/connection',
  'packages/server/src/signing-keys/',
  'packages/server/src/accounts/timing',
  'e2e/playground-',
  'e2e/looks',
  'e2e/logins-elsewhere',
  'e2e/right-to-left',
  'e2e/passkeys',
  'e2e/redirect-chains',
  'playground/src/snippets/',
  'e2e/',
  'docs/',
  'conformance/',
  'packages/server/src/storage/',
  'packages/server/src/cli/',
]

/** Puts the test files that take longest first; the others keep their order. */
export function longestFirst(files: readonly string[]): readonly string[] {
  const rank = (file: string) => {
    const found = long.findIndex((start) => file.startsWith(start))
    return found < 0 ? long.length : found
  }
  return files.toSorted((one, other) => rank(one) - rank(other))
}
