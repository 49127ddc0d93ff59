import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findFreePorts } from '../free-ports.ts'
import { type OpenIdSite, startOpenIdSite } from './openid-site.testing.ts'
import { walk } from './walk.ts'

/** Not synchronous, since the server runs in this process. */
const run = promisify(execFile)

const skip =
  (!existsSync('/usr/bin/oidc-gen') || !existsSync('/usr/bin/oidc-agent')) &&
  'no oidc-agent is installed (apt-get install oidc-agent-cli)'
const folder = mkdtempSync(path.join(tmpdir(), 'oidc-agent-'))
let site: OpenIdSite
let env: NodeJS.ProcessEnv
let agent: number | undefined

before(async () => {
  if (skip) return
  site = await startOpenIdSite({
    client: () => ({ redirect_uris: ['https://unused.example.com/'], token_endpoint_auth_method: 'none' }),
    handle: () => (_, response) => response.end(),
    change: (config) => ({ ...config, registration: 'open' }),
  })
  const base = { ...process.env, HOME: folder, TMPDIR: folder, OIDC_CONFIG_DIR: folder }
  // The agent continues in the background, and may print more: its output stays open.
  const program = spawn('/usr/bin/oidc-agent', { env: base, stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  await new Promise<void>((resolve) => {
    program.stdout.on('data', (chunk) => {
      said += chunk
      if (/OIDCD_PID=\d+;/.test(said)) resolve()
    })
    program.stdout.on('end', resolve)
  })
  const read = (name: string) => new RegExp(`${name}=([^;]*);`).exec(said)?.[1] ?? assert.fail(said)
  agent = Number(read('OIDCD_PID'))
  env = { ...base, OIDC_SOCK: read('OIDC_SOCK'), OIDCD_PID: String(agent) }
  await untilListening(read('OIDC_SOCK'))
})
after(async () => {
  if (agent !== undefined) process.kill(agent)
  await site?.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** The agent names its socket before it listens there. */
async function untilListening(socket: string): Promise<void> {
  for (let left = 100; left > 0; left--) {
    const link = connect(socket)
    const isOpen = await once(link, 'connect').then(
      () => true,
      () => false,
    )
    link.destroy()
    if (isOpen) return
    await sleep(50)
  }
  assert.fail('oidc-agent does not listen')
}

test('oidc-agent: registers itself, logs a user in, and gets access tokens', { skip }, async () => {
  const [port = 0] = await findFreePorts(1)
  const args = [
    ...['--issuer', site.issuer, '--scope', 'openid profile email offline_access', '--flow', 'code'],
    ...['--port', String(port), '--no-url-call', '--confirm-yes', '--prompt', 'none', '--pw-cmd', 'echo password'],
    'valetkey',
  ]
  const program = spawn('/usr/bin/oidc-gen', args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const url = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk
      const found = /\bhttps?:\/\/\S+\/authorize\?\S+(?=\s)/.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    }
    program.stdout.on('data', listen)
    program.stderr.on('data', listen)
    program.once('exit', () => reject(new Error(`oidc-gen ended: ${said}`)))
  })
  const ended = once(program, 'exit')
  await fetch(await walk(await url, `http://localhost:${port}`))
  assert.equal((await ended)[0], 0, said)
  const read = async (...args: readonly string[]) =>
    (await run('/usr/bin/oidc-token', [...args, 'valetkey'], { env })).stdout.trim()
  const token = await read()
  const userinfo = await fetch(`${site.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(((await userinfo.json()) as { name?: string }).name, 'Alice Liddell')
  assert.notEqual(await read('--force-new'), token)
})
