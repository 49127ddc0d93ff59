import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const place = await createPlace({
  apis: [contacts],
  clients: [{ client_id: 'reports', client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }],
})

test('serve prints the address it listens on if it differs from the issuer', async () => {
  const ready = async (...args: readonly string[]) => {
    const server = await place.serve(...args)
    await server.stop()
    return server.said
  }
  assert.equal(await ready(), `valetkey is ready at ${place.issuer}\n`)
  assert.match(await ready('--port', '0'), /^valetkey is ready at \S+ \(listening on 127\.0\.0\.1:\d+\)\n$/)
  const { host, port, issuer } = JSON.parse(await ready('--port', '0', '--json'))
  assert.equal(issuer, place.issuer)
  assert.notEqual(String(port), new URL(place.issuer).port)
  assert.equal(host, '127.0.0.1')
})

test('SIGTERM completes requests in progress, then exits with 0', async () => {
  const server = await place.serve()
  const socket = connect(Number(new URL(server.issuer).port), '127.0.0.1')
  await once(socket, 'connect')
  const body = 'grant_type=client_credentials&scope=read'
  const headers = `host: a\r\nauthorization: Basic ${btoa(`reports:${secret}`)}\r\ncontent-type: application/x-www-form-urlencoded`
  socket.write(`POST /token HTTP/1.1\r\n${headers}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const stopped = server.stop()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await assert.rejects(fetch(`${server.issuer}/livez`), 'it takes no more requests')
  socket.write(body.slice(10))
  const [answer] = await once(socket, 'data')
  assert.match(String(answer), /^HTTP\/1\.1 200/)
  socket.end()
  assert.equal(await stopped, 0)
})

test('every stop signal stops the server gracefully, and is named in the log', async () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    for (const workers of ['1', '2']) {
      const server = await place.serveLogging('info', '--workers', workers)
      assert.equal((await fetch(`${server.issuer}/livez`)).status, 200)
      assert.equal(await server.stop(signal), 0, `${signal} ${workers}`)
      const lines = server.log().split('\n').filter(Boolean)
      const stops = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'stopping')
      assert.deepEqual(
        stops.map((stop) => stop.signal),
        [signal],
        server.log(),
      )
    }
  }
})

test('serve listens on the port of its issuer, also on IPv6', async () => {
  const port = new URL(place.issuer).port
  const isAnswered = async (host: string) => (await fetch(`http://${host}:${port}/livez`)).status === 200
  const ipv6 = await place.serve('--issuer', `http://[::1]:${port}`)
  assert.equal(ipv6.said, `valetkey is ready at http://[::1]:${port}\n`)
  assert.ok(await isAnswered('[::1]'))
  await assert.rejects(isAnswered('127.0.0.1'))
  await ipv6.stop()
  const both = await place.serve()
  assert.ok(await isAnswered('[::1]'))
  assert.ok(await isAnswered('127.0.0.1'))
  assert.equal(await both.stop(), 0)
  place.write({ listen: { host: '[::]' } })
  const all = await place.serve()
  assert.ok(await isAnswered('[::1]'))
  assert.ok(await isAnswered('127.0.0.1'))
  await all.stop()
  place.write()
})

test('a second signal exits without waiting for requests in progress', async () => {
  const server = await place.serve()
  const socket = connect(Number(new URL(server.issuer).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(
    'POST /token HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\nabc',
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  server.process.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 100))
  const started = Date.now()
  assert.equal(await server.stop('SIGINT'), 1)
  assert.ok(Date.now() - started < 1000)
})

test('serve keeps running after its output is closed', async () => {
  const server = await place.serve()
  server.process.stdout?.destroy()
  server.process.stderr?.destroy()
  assert.equal((await fetch(`${server.issuer}/livez`)).status, 200)
  assert.equal((await fetch(`${server.issuer}/authorize`)).status, 400)
  assert.equal(await server.stop(), 0)
})

test('a failed start prints one sentence and no stack trace', async () => {
  const server = await place.serve()
  const folder = place.folder
  writeFileSync(path.join(folder, 'text.db'), 'this is no database at all, but text. '.repeat(20))
  const newer = path.join(folder, 'newer.db')
  const database = new DatabaseSync(newer)
  database.exec('create table schema_version (version integer primary key, applied_at bigint not null)')
  database.exec('insert into schema_version values (999, 0)')
  database.close()
  const tls = { cert: path.join(folder, 'absent.pem'), key: path.join(folder, 'absent.pem') }
  const wrong = [
    [{}, [], /port \d+ is in use: .*--port/],
    [{ tls }, ['--port', '0'], /^tls\.cert: .*absent\.pem does not exist; name a PEM file/],
    [{ tls: { cert: place.file, key: place.file } }, ['--port', '0'], /tls: cert or key/],
    [{}, ['--database', `sqlite:${folder}/text.db`], /text\.db cannot be used: it is not an SQLite file/],
    [{}, ['--database', `sqlite:${newer}`], /schema 999.*install the newer release/],
    [{ listen: { host: '300.1.1.1', port: 0 } }, [], /listen\.host: this computer has no address 300\.1\.1\.1;/],
    [{}, ['--port', 'http'], /http is not a port number/],
    [{ lifetime: {} }, [], /lifetime is not a known key; did you mean lifetimes\?/],
    [{ issuer: 'https://id.example.com' }, [], /VALETKEY_SECRET/],
  ] as const
  const times: number[] = []
  for (const [members, args, expected] of wrong) {
    place.write(members)
    const started = Date.now()
    const { code, stderr, stdout } = await place.run(['serve', '--config', place.file, ...args])
    assert.equal(code, 1)
    assert.match(stderr, expected)
    assert.ok(!/\n\s+at /.test(stderr), stderr)
    assert.equal(stdout, '')
    times.push(Date.now() - started)
  }
  const loud = await place.run(['serve', '--config', place.file], { env: { VALETKEY_LOG: 'loud' } })
  assert.match(loud.stderr, /^VALETKEY_LOG must be one of trace, debug, info, warn, error, fatal, silent, not loud\n$/)
  // The quickest counts, because the machine may be busy with other tests.
  assert.ok(Math.min(...times) < 1000, `within a second: ${times}`)
  assert.match((await place.run(['serve', '--config', `${folder}/absent.yaml`])).stderr, /absent\.yaml/)
  await server.stop()
})

test('serve and commands report a locked database within two seconds', async () => {
  const file = path.join(place.folder, 'locked.db')
  const holder = new DatabaseSync(file)
  holder.exec('create table something (id integer); BEGIN EXCLUSIVE')
  for (const args of [
    ['serve', '--port', '0'],
    ['client', 'list'],
  ]) {
    const { code, stderr } = await place.run([...args, '--database', `sqlite:${file}`])
    assert.equal(code, 1)
    assert.match(stderr, /another process has locked it/)
  }
  holder.close()
})

test('a command that cannot write because the database is locked says what to do', async () => {
  const holder = new DatabaseSync(place.database)
  holder.exec('BEGIN IMMEDIATE')
  const add = ['api', 'add', 'https://a.example', '--name', 'A', '--scope', 'read=Read', '--config', place.file]
  const { code, stderr } = await place.run(add)
  holder.close()
  assert.equal(code, 1)
  assert.match(stderr, /^database: .*valetkey\.db cannot be used: another process has locked it; stop .* try again\n$/)
})
