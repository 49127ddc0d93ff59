import type { Finding } from './finding.ts'

/** How the driver connects. A URL without `sslmode` or `ssl` is not encrypted, even if the server supports TLS. */
type Transport = 'plain' | 'unverified' | 'verified'

/** Warns if password hashes, sessions and consents are sent unencrypted to a PostgreSQL server on another computer. */
export function checkDatabaseTransport(
  database: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Finding[] {
  if (!/^postgres(ql)?:/.test(database) || !URL.canParse(database)) return []
  const url = new URL(database)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
  const isHere =
    host === '' || host.startsWith('/') || host === 'localhost' || host === '::1' || host.startsWith('127.')
  const transport = readTransport(url.searchParams, environment.PGSSLMODE)
  if (isHere || transport === 'verified') return []
  const what =
    transport === 'plain'
      ? `the connection to ${host} is not encrypted: anyone on the network path can read and change the data`
      : `the connection to ${host} is encrypted, but the server's certificate is not checked`
  const fix =
    'add sslmode=verify-full to the URL, and sslrootcert=FILE if the certificate comes from a private authority'
  return [{ level: 'warning', where: 'database', what, fix }]
}

function readTransport(parameters: URLSearchParams, byEnvironment: string | undefined): Transport {
  const ssl = parameters.get('ssl')
  const hasFile = ['sslcert', 'sslkey', 'sslrootcert'].some((name) => parameters.has(name))
  const mode = parameters.get('sslmode') ?? (ssl === null && !hasFile ? byEnvironment : undefined)
  if (mode === 'disable') return 'plain'
  if (mode === 'no-verify') return 'unverified'
  const asLibpq = parameters.get('uselibpqcompat') === 'true'
  if (asLibpq && (mode === 'prefer' || (mode === 'require' && !parameters.has('sslrootcert')))) return 'unverified'
  if (mode !== undefined || hasFile || ssl === 'true' || ssl === '1') return 'verified'
  return 'plain'
}
