import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Certificate } from '../testing/certificates.ts'

const slapd = '/usr/sbin/slapd'

/** Why there is no directory to test with; false if there is one. */
export const withoutSlapd = existsSync(slapd) ? false : 'slapd is not installed (apt-get install slapd)'

export interface SlapdOptions {
  /** The certificate for StartTLS and ldaps://. */
  readonly tls?: Certificate | undefined
  /** Definitions of further attributes and classes. */
  readonly schema?: string | undefined
}

/** Starts a directory of its own, as a child process in a folder of its own. */
export async function startSlapd(suffix: string, entries: string, { tls, schema = '' }: SlapdOptions = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-slapd-'))
  mkdirSync(path.join(folder, 'data'))
  const file = path.join(folder, 'slapd.conf')
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`)
  writeFileSync(
    file,
    `${schemas.join('\n')}
${schema}
${tls === undefined ? '' : `TLSCertificateFile ${tls.certFile}\nTLSCertificateKeyFile ${tls.keyFile}`}
pidfile ${folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "${suffix}"
rootdn "cn=admin,${suffix}"
rootpw "secret of the directory"
directory ${folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by * read
`,
  )
  writeFileSync(path.join(folder, 'entries.ldif'), entries)
  execFileSync('/usr/sbin/slapadd', ['-f', file, '-l', path.join(folder, 'entries.ldif')], { stdio: 'pipe' })
  const [port, tlsPort] = [await freePort(), await freePort()]
  const [url, tlsUrl] = [`ldap://127.0.0.1:${port}`, `ldaps://127.0.0.1:${tlsPort}`]
  const listened = tls === undefined ? url : `${url} ${tlsUrl}`
  const child = spawn(slapd, ['-d', '0', '-f', file, '-h', listened], { stdio: 'ignore' })
  await untilOpen(port)
  return {
    url,
    /** With TLS from the start. */
    tlsUrl,
    /** Stops its process as if the machine hung, or lets it go on. */
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => child.kill(signal),
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('slapd does not listen')
}
