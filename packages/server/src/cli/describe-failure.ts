/** Describes a failure to the user of the command: what is wrong, and what to do. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port, path, address, hostname } = error as Error & NodesOwn
  if (code === 'EADDRINUSE') return `port ${port} is in use: stop what uses it, or give another with --port`
  if (code === 'EACCES' && port !== undefined)
    return `port ${port} may not be used by this user: give one above 1023 with --port`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAFNOSUPPORT')
    return `listen.host: this computer has no address ${address ?? hostname}; give one of its own, :: for all, or 0.0.0.0 for all of IPv4`
  if (code === 'ENOENT' && path !== undefined) return `${path} does not exist`
  if (code === 'EACCES' && path !== undefined) return `${path} may not be read or written by this user`
  if (code === 'EISDIR') return `${path ?? 'the file'} is a folder; give a file`
  if (isPem(error)) return `tls: cert or key is invalid: ${error.message}; configure two PEM files that belong together`
  return error.message
}

type NodesOwn = Partial<Record<'code' | 'port' | 'path' | 'address' | 'hostname', unknown>>

function isPem(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^ERR_(OSSL|SSL|TLS)_/.test(error.code)
}
