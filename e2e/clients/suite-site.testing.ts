import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeCertificate } from '../../conformance/certificate.ts'
import { findFreePorts } from '../free-ports.ts'
import type { Task } from './htmlunit-browser.ts'

const root = path.join(import.meta.dirname, '../..')
const host = 'localhost.emobix.co.uk'

/** A PNG of one pixel. */
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A response that arrived at the redirect URI. */
export interface Callback {
  readonly method: string
  readonly query: URLSearchParams
  readonly body: URLSearchParams
  /** What the script of the page found behind the `#`. */
  readonly fragment: URLSearchParams
}

/** What the browser does at matching URLs, as in the suite's configuration. */
interface Automation {
  readonly match: string
  readonly tasks: readonly Task[]
}

/** The server of certification.yaml, and the host of the conformance suite with the pages that it shows to its browser. */
export interface SuiteSite {
  readonly issuer: string
  /** The host names that the browser must find on this computer. */
  readonly hosts: readonly string[]
  /** Below it are the redirect URIs. */
  readonly app: string
  /** Where the server can load what the suite serves. */
  readonly local: string
  /** The responses so far, and the targets of all other requests; reading removes them. */
  takeCallbacks(): readonly Callback[]
  takeRequests(): readonly string[]
  /** What certification-suite.json has the browser do at a URL in a module of the suite. */
  tasks(url: string, module?: string): readonly Task[]
  /** Registers a client, and returns its identifier. */
  register(metadata: object): Promise<string>
  close(): Promise<void>
}

/** Starts both on free ports. */
export async function startSuiteSite(): Promise<SuiteSite> {
  const folder = mkdtempSync(path.join(tmpdir(), 'suite-site-'))
  const certificate = makeCertificate(folder)
  const [port = 0, appPort = 0] = await findFreePorts(2)
  const issuer = `https://localhost:${port}`
  const origin = `https://${host}:${appPort}`
  const read = (name: string) =>
    readFileSync(path.join(root, 'conformance', name), 'utf8')
      .replaceAll('https://localhost:4443', issuer)
      .replaceAll(`https://${host}:8443`, origin)
  const server = await startServer(folder, certificate.cert, read('certification.yaml'))
  const { browser, override } = JSON.parse(read('certification-suite.json'))
  const app = `${origin}/test/a/valetkey`
  const suite = serveSuite(certificate, `${app}/submit`)
  suite.web.listen(appPort, '127.0.0.1')
  await once(suite.web, 'listening')
  return {
    issuer,
    app,
    hosts: ['localhost', host],
    local: `https://localhost:${appPort}`,
    takeCallbacks: () => suite.callbacks.splice(0),
    takeRequests: () => suite.requests.splice(0),
    tasks(url, module = '') {
      const automations: readonly Automation[] = override[module]?.browser ?? browser
      const found = automations.find(({ match }) => url.startsWith(match.replace(/\*$/, '')))
      assert.ok(found, `certification-suite.json has no tasks for ${url}`)
      return found.tasks
    },
    async register(metadata) {
      const options = {
        method: 'POST',
        ca: readFileSync(certificate.cert),
        headers: { 'content-type': 'application/json' },
      }
      const sent = request(`${issuer}/register`, options).end(JSON.stringify(metadata))
      const [response] = (await once(sent, 'response')) as [IncomingMessage] // as node:https emits it
      const text = Buffer.concat(await response.toArray()).toString()
      assert.equal(response.statusCode, 201, text)
      return JSON.parse(text).client_id
    },
    async close() {
      suite.web.closeAllConnections()
      suite.web.close()
      server.kill()
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startServer(folder: string, cert: string, config: string): Promise<ChildProcess> {
  const file = path.join(folder, 'certification.yaml')
  writeFileSync(file, config)
  const command = [path.join(root, 'packages/server/bin/valetkey.js'), 'serve', '--config', file]
  const env = { ...process.env, VALETKEY_LOG: 'error', NODE_EXTRA_CA_CERTS: cert }
  const server = spawn(process.execPath, command, { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])
  assert.match(String(line), /ready/, 'the server did not start')
  return server
}

/** Serves the pages of the suite. */
function serveSuite({ cert, key }: { readonly cert: string; readonly key: string }, submitTo: string) {
  const callbacks: Callback[] = []
  const requests: string[] = []
  let arrived: Omit<Callback, 'fragment'> | undefined
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const { pathname, searchParams } = new URL(request.url ?? '/', submitTo)
    const { method = '' } = request
    if (pathname.endsWith('/callback')) {
      arrived = { method, query: searchParams, body: new URLSearchParams(body) }
      response.setHeader('content-type', 'text/html').end(callbackPage(submitTo))
    } else if (pathname.endsWith('/submit')) {
      if (arrived !== undefined) callbacks.push({ ...arrived, fragment: new URLSearchParams(body.replace(/^#/, '')) })
      response.writeHead(204).end()
    } else if (pathname.endsWith('/verify')) {
      response.setHeader('content-type', 'text/html').end(sessionPage(searchParams))
    } else if (pathname.endsWith('/rp-frame')) {
      response.setHeader('content-type', 'text/html').end(rpFrame(searchParams))
    } else if (pathname === '/logo.png') {
      response.end(logo)
    } else {
      requests.push(`${method} ${request.url}`)
      response.setHeader('content-type', 'text/html').end('<!DOCTYPE html><title>Suite</title><p>Received.')
    }
  }
  return { web: createServer({ cert: readFileSync(cert), key: readFileSync(key) }, handle), callbacks, requests }
}

/** Sends the fragment to the suite, and has the element `submission_complete` then. */
const callbackPage = (submitTo: string) => `<!DOCTYPE html>
<html><body><p id="complete"></p><script>
  var sent = new XMLHttpRequest()
  sent.open('POST', '${submitTo}')
  sent.setRequestHeader('content-type', 'text/plain')
  sent.onloadend = function () { document.getElementById('complete').innerHTML = '<span id="submission_complete"></span>' }
  sent.send(window.location.hash)
</script></body></html>`

/** Has the frame of the server, and one of the suite that asks it. */
const sessionPage = (query: URLSearchParams) => `<!DOCTYPE html>
<html><body><h1>Session verification</h1>
<iframe id="op_iframe" src="${query.get('op')}" hidden></iframe>
<iframe id="rp_iframe" src="rp-frame?${String(query).replaceAll('&', '&amp;')}" hidden></iframe>
</body></html>`

/** Asks the frame of the server after half a second, and leads the window on with its response. */
const rpFrame = (query: URLSearchParams) => `<!DOCTYPE html>
<html><body><script>
  var issuer = new URL('${query.get('op')}').origin
  window.addEventListener('message', function (event) {
    if (event.origin !== issuer) return
    window.parent.window.location.href = 'session-result?state=' + event.data
  }, false)
  setTimeout(function () {
    window.parent.document.getElementById('op_iframe').contentWindow.postMessage('${query.get('message')}', '*')
  }, 500)
</script></body></html>`
