import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../../../../../bench/servers/postgres.ts'
import { orMissing } from '../../storage/testing/engines.ts'
import { createPlace } from '../../testing/cli.ts'

const binary = path.join(import.meta.dirname, '../../../bin/valetkey.js')
const place = await createPlace()
const cluster = await orMissing(startPostgres())

/** Passes connections on to a port, until it is cut. */
async function createWire(port: number) {
  const sockets = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    return socket
  }
  const wire = createServer((near) => {
    if (isCut) return near.destroy()
    const far = keep(connect(port, '127.0.0.1'))
    keep(near).pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    return
  }).listen(0, '127.0.0.1')
  await once(wire, 'listening')
  after(() => wire.close())
  const address = wire.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port')
  return {
    port: address.port,
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    join() {
      isCut = false
    },
  }
}

function countWorkers(pid: number | undefined): number {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes('serve')).length
}

const skip = 'missing' in cluster && cluster.missing

test('a worker that cannot start because PostgreSQL is down is replaced, with growing delays', {
  skip,
}, async () => {
  if ('missing' in cluster) return
  after(() => cluster.stop())
  for (const forked of [1, 2]) {
    const url = new URL(cluster.createDatabase(`away${forked}`))
    const wire = await createWire(Number(url.port))
    url.port = String(wire.port)
    const args = ['serve', '--workers', '2', '--config', place.file, '--database', url.href]
    const server = spawn(process.execPath, [binary, ...args], {
      env: { ...process.env, VALETKEY_LOG: 'warn', VALETKEY_SECRET: 'x'.repeat(40) },
    })
    after(() => server.kill('SIGKILL'))
    let said = ''
    let log = ''
    server.stdout.on('data', (chunk) => {
      said += chunk
    })
    server.stderr.on('data', (chunk) => {
      log += chunk
    })
    while (server.exitCode === null && countWorkers(server.pid) < forked) await sleep(5)
    wire.cut()
    for (let tries = 0; server.exitCode === null && !log.includes('starts in 200 ms') && tries < 100; tries++) {
      await sleep(100)
    }
    assert.equal(server.exitCode, null, log)
    assert.match(log, /a worker ended \(code 75\) before it was ready; another starts in 100 ms/)
    assert.equal(said, '')
    wire.join()
    for (let tries = 0; said === '' && tries < 100; tries++) await sleep(100)
    assert.equal(said, `valetkey is ready at ${place.issuer}\n`, log)
    assert.equal((await fetch(`${place.issuer}/readyz`)).status, 200)
    server.kill('SIGTERM')
    assert.deepEqual(await once(server, 'exit'), [0, null])
  }
})
