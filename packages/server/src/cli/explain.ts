/** Turns a failure into a sentence for whoever typed the command: what is wrong, and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  const port = 'port' in error ? error.port : undefined
  if (code === 'EADDRINUSE') return `port ${port} is in use: stop what uses it, or give another with --port`
  if (code === 'EACCES') return `port ${port} may not be used by this user: give one above 1023 with --port`
  if (code === 'ENOENT' && 'path' in error) return `${error.path} does not exist`
  return error.message
}
