import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

/** A server that counts the connections to it. */
export interface Canary {
  readonly port: number
  connections(): number
  /** The most connections that were open at a time. */
  most(): number
}

/** Starts an HTTP server on all addresses of this machine. */
export function startCanary(respond: RequestListener): Promise<Canary> {
  return watch(createServer(respond), '::')
}

/** Starts an HTTPS server with the certificate of one name, and returns the authority that issued it. */
export async function startTlsCanary(
  name: string,
  respond: RequestListener,
): Promise<Canary & { readonly ca: string }> {
  const { key, cert } = makeCertificate(name)
  return { ...(await watch(createTlsServer({ key, cert }, respond), '127.0.0.1')), ca: cert }
}

/** Starts a server that writes bytes of its own. */
export function startRawCanary(respond: (socket: Socket) => void): Promise<Canary> {
  return watch(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      respond(socket)
    }),
    '127.0.0.1',
  )
}

async function watch(server: Server, host: string): Promise<Canary> {
  let connections = 0
  let open = 0
  let most = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections++
    most = Math.max(most, ++open)
    sockets.add(socket)
    socket.on('close', () => {
      open--
      sockets.delete(socket)
    })
  })
  after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, connections: () => connections, most: () => most }
}

function makeCertificate(name: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-'))
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const subject = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`]
  const names = ['-addext', `subjectAltName=DNS:${name}`]
  execFileSync('openssl', ['req', '-x509', ...subject, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}
