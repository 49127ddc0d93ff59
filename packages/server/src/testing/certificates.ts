import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

/** A certificate with its private key, PEM, also as files. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  readonly keyFile: string
  readonly certFile: string
}

export interface Authority {
  /** The file with the certificate of the authority. */
  readonly file: string
  readonly cert: string
  /** Issues a certificate for the names of a server, such as `IP:127.0.0.1` or `DNS:localhost`. */
  issue(names: string, validity?: 'valid' | 'expired'): Certificate
}

/** Makes a certificate authority in a folder of its own, which is removed after the tests. */
export function createAuthority(name = 'authority for tests'): Authority {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-authority-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const
  openssl('req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2')
  const file = path.join(folder, 'ca.pem')
  let issued = 0
  return {
    file,
    cert: readFileSync(file, 'utf8'),
    issue(names, validity = 'valid') {
      const one = path.join(folder, String(issued++))
      openssl('req', ...newKey, '-subj', '/CN=a server', '-keyout', `${one}.key`, '-out', `${one}.csr`)
      writeFileSync(`${one}.ext`, `subjectAltName=${names}`)
      // A certificate of -1 days expired before it began.
      const days = ['-days', validity === 'valid' ? '1' : '-1']
      const ca = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${one}.ext`]
      openssl('x509', '-req', '-in', `${one}.csr`, '-out', `${one}.pem`, ...ca, ...days)
      const [keyFile, certFile] = [`${one}.key`, `${one}.pem`]
      return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), keyFile, certFile }
    },
  }
}
