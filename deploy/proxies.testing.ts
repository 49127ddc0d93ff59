import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { atExit } from '../bench/servers/at-exit.ts'
import { findProgram } from './high-availability/children.ts'

/** The files of a certificate for id.example.com that signs itself; `both` is certificate and key in one. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly both: string
}

/** Makes a certificate in a folder. */
export function makeCertificate(folder: string): Certificate {
  const [cert = '', key = '', both = ''] = ['cert.pem', 'key.pem', 'both.pem'].map((name) => path.join(folder, name))
  const request = 'req -x509 -subj /CN=id.example.com -addext subjectAltName=DNS:id.example.com -days 1 -nodes'
  const form = '-newkey ec -pkeyopt ec_paramgen_curve:P-256'
  execFileSync('openssl', [...`${request} ${form}`.split(' '), '-keyout', key, '-out', cert], { stdio: 'pipe' })
  writeFileSync(both, readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'))
  return { cert, key, both }
}

/** Replaces each text in another. @throws where one is not there, so that a test cannot pass by testing nothing */
export function replaceEach(text: string, replaced: Readonly<Record<string, string>>): string {
  let result = text
  for (const [from, to] of Object.entries(replaced)) {
    assert.ok(result.includes(from), `there is no ${from}`)
    result = result.replaceAll(from, to)
  }
  return result
}

/** Writes the whole configuration of an nginx around what a file in conf.d holds, in a folder of its own. */
export function writeNginx(folder: string, site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1; events {}
http { access_log off; ${temporary.join(' ')}\n${site}\n}`,
  )
  return file
}

/** Checks a configuration as `nginx -t` does, and that it is without a warning. */
export function checkNginx(file: string): void {
  const { status, stderr } = spawnSync(findProgram('nginx') ?? '', ['-t', '-c', file], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.doesNotMatch(stderr, /\[warn\]/)
}

/** Runs a proxy until the returned function ends it. */
export function runProxy(program: string, args: readonly string[]): () => Promise<void> {
  const child = spawn(findProgram(program) ?? program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.on('data', (chunk) => (log += chunk))
  child.once('exit', (code) => code && console.error(log))
  const forget = atExit(() => child.kill('SIGTERM'))
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    forget()
    await once(child, 'exit')
  }
}

/** What curl got: the status, the headers and the body. */
export interface Got {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Asks id.example.com for a path with curl, as if it were on a port of this machine. */
export async function ask(folder: string, port: number, args: readonly string[]): Promise<Got> {
  const connect = ['--connect-to', `::127.0.0.1:${port}`, '--cacert', path.join(folder, 'cert.pem')]
  const curl = promisify(execFile)('curl', ['--silent', '--show-error', '-i', ...connect, ...args])
  const { stdout, stderr } = await curl.catch(({ stderr }) => ({ stdout: '', stderr: String(stderr) }))
  const at = stdout.indexOf('\r\n\r\n')
  const head = stdout.slice(0, at)
  return { status: Number(/^HTTP\/\S+ (\d+)/.exec(head)?.[1]), head, body: at < 0 ? stderr : stdout.slice(at + 4) }
}

/** Waits until a proxy passes requests on. */
export async function untilPassed(attempt: () => Promise<Got>): Promise<void> {
  for (let left = 200; left > 0 && (await attempt()).status !== 200; left--) await sleep(50)
}
