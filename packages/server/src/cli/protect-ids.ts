/** An id of the server that begins with a hyphen, which would be read as an option; no option of one letter is as long. */
const id = /^-[\w-]{9,}$/

/**
 * Moves ids that begin with a hyphen behind `--`, where they are operands (POSIX Utility Syntax Guideline 10). A value that follows an option
 * stays where it is.
 */
export function protectIds(argv: readonly string[]): readonly string[] {
  if (argv.includes('--')) return argv
  const isId = (text: string, at: number) => id.test(text) && !text.startsWith('--') && !argv[at - 1]?.startsWith('-')
  const ids = argv.filter(isId)
  return ids.length === 0 ? argv : [...argv.filter((text, at) => !isId(text, at)), '--', ...ids]
}
