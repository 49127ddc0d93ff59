import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { endProgram, findProgram, startProgram } from './children.ts'
import { type Machine, type Network, secrets } from './machines.ts'
import { alice, redirectUri, registered } from './people.ts'

const password = 'valetkey-of-this-run'

/** Two server nodes, each with an HAProxy that forwards to the primary database, and an HAProxy in front of both nodes. */
export interface Nodes {
  readonly issuer: string
  /** The nodes' own addresses, behind the proxy. */
  readonly origins: readonly string[]
  /** Lists the nodes that exited unexpectedly. */
  exited(): readonly string[]
  stop(): Promise<void>
}

/** Creates the role and the database, as an operator does once. */
export async function createDatabase({ address }: Machine): Promise<void> {
  const client = new Client({
    host: address,
    user: 'postgres',
    password: secrets.PATRONI_SUPERUSER_PASSWORD,
    database: 'postgres',
  })
  await client.connect()
  await client.query(`CREATE ROLE valetkey LOGIN PASSWORD '${password}'`)
  await client.query('CREATE DATABASE valetkey OWNER valetkey')
  await client.end()
}

/** Starts the proxies and the nodes with the documented configuration files. */
export async function startNodes(base: string, port: number, network: Network): Promise<Nodes> {
  const issuer = `http://localhost:${port}`
  const children: ChildProcess[] = []
  const origins: string[] = []
  const exited: string[] = []
  let isOver = false
  for (const number of [1, 2]) {
    const folder = join(base, `app${number}`)
    const address = network.local(`10.0.0.2${number}`)
    const databaseProxy = network
      .local(readFileSync(join(import.meta.dirname, 'haproxy.cfg'), 'utf8'))
      .replace('bind 127.0.0.1:5000', `bind ${address}:5000`)
    children.push(startProxy(folder, databaseProxy))
    // Until its first health checks HAProxy considers every database a primary.
    await sleep(2000)
    const config = join(folder, 'valetkey.yaml')
    const database = `postgres://valetkey:${password}@${address}:5000/valetkey`
    writeFileSync(config, JSON.stringify(nodeConfig(issuer, address, database)), { mode: 0o600 })
    const launcher = join(import.meta.dirname, '../../packages/server/bin/valetkey.js')
    const args = [launcher, 'serve', '--config', config, '--port', '4000']
    const node = startProgram({ file: process.execPath, args, folder, log: 'valetkey', asUs: true })
    children.push(node)
    node.once('exit', (code, signal) => {
      if (!isOver) exited.push(`${address} (${signal ?? code})`)
    })
    origins.push(`http://${address}:4000`)
    await untilReady(`http://${address}:4000`, node, join(folder, 'valetkey.log'))
  }
  const front = network
    .local(readFileSync(join(import.meta.dirname, '../haproxy.cfg'), 'utf8'))
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
  const proxy = startProxy(join(base, 'front'), front)
  children.push(proxy)
  await untilReady(issuer, proxy, join(base, 'front', 'haproxy.log'))
  return {
    issuer,
    origins,
    exited: () => exited,
    async stop() {
      isOver = true
      await Promise.all(children.map((child) => endProgram(child, 'SIGTERM')))
    },
  }
}

function startProxy(folder: string, config: string): ChildProcess {
  const file = findProgram('haproxy')
  if (file === undefined) throw new Error('haproxy is not installed')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'haproxy.cfg'), config)
  return startProgram({ file, args: ['-f', join(folder, 'haproxy.cfg')], folder, log: 'haproxy' })
}

function nodeConfig(issuer: string, host: string, database: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    listen: { host, trustedProxies: ['127.0.0.1'] },
    database,
    secret: 'a secret of this run, known to both nodes',
    // Long enough that no token expires before it is checked.
    lifetimes: { accessToken: 3600 },
    apis: [
      {
        identifier: 'https://contacts.example.com',
        name: 'Contacts',
        tokenFormat: 'opaque',
        introspectedBy: [registered.api.client_id],
        scopes: [{ name: 'read', description: 'See your contacts' }],
      },
    ],
    clients: [
      { ...registered.machine, grant_types: ['client_credentials'], scope: 'read' },
      { ...registered.api, grant_types: [] },
      ...[registered.web, registered.native].map((client) => ({
        ...client,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'read',
      })),
    ],
    accounts: [alice],
  }
}

async function untilReady(origin: string, child: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + 30_000
  for (;;) {
    try {
      const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2000) })
      await answer.text()
      if (answer.status === 200) return
    } catch {
      // Not yet.
    }
    if (Date.now() > end || child.exitCode !== null)
      throw new Error(`${origin} does not become ready:\n${readFileSync(log, 'utf8').slice(-2000)}`)
    await sleep(100)
  }
}
