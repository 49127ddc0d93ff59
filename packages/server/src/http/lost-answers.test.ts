import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallerGone } from './body.ts'
import { type LightReply, listen } from './listener.ts'

const place = { hosts: ['127.0.0.1'], port: 0, note: () => undefined }

const bare: LightReply = { status: 200, headers: {}, body: '' }

/** Listens with a test's handler, and returns the first status and the logged errors. */
async function ask(handle: () => Promise<LightReply>, onError: () => LightReply = () => bare) {
  const lost: unknown[] = []
  const listener = await listen(place, {
    handle,
    onError,
    onLost: (error) => lost.push(error),
    headers: {},
    trustedProxies: [],
  })
  const origin = `http://127.0.0.1:${listener.port}/`
  try {
    const first = await fetch(origin).catch((error) => error)
    assert.equal(
      (await fetch(origin).catch((error) => error)).constructor,
      first.constructor,
      'the server still responds',
    )
    return { status: first.status, lost: lost.map(String) }
  } finally {
    await listener.close()
  }
}

test('an invalid header becomes a bare 500 and a log line, and the server keeps running', async () => {
  const header = async () => ({ ...bare, headers: { 'www-authenticate': 'Basic realm="https://例え.example"' } })
  const { status, lost } = await ask(header)
  assert.equal(status, 500)
  assert.match(lost.join(), /^(TypeError \[ERR_INVALID_CHAR\]: [^,]*\["www-authenticate"\],?){2}$/)
})

test('an invalid status or reply becomes a bare 500', async () => {
  assert.equal((await ask(async () => ({ ...bare, status: 99 }))).status, 500)
  // The return value of an extension grant written without types.
  assert.equal((await ask(async () => JSON.parse('{}'))).status, 500)
})

test('an error handler may fail too', async () => {
  const fail = (what: string) => {
    throw new Error(what)
  }
  const { status, lost } = await ask(
    async () => fail('the first'),
    () => fail('the second'),
  )
  assert.equal(status, 500)
  assert.deepEqual(lost, ['Error: the second', 'Error: the second'])
})

test('a response that fails after its head was sent is cut off, so that it cannot be taken as complete', async () => {
  let reads = 0
  const handle = async () => ({
    status: 200,
    headers: {},
    get body(): string {
      if (reads++ % 2 === 1) throw new Error('the body')
      return 'x'
    },
  })
  const { status, lost } = await ask(handle)
  assert.equal(status, undefined)
  assert.deepEqual(lost, ['Error: the body', 'Error: the body'])
})

test('reading a body after its sender disconnected is refused at once', async () => {
  const gone = Promise.withResolvers<void>()
  const read = Promise.withResolvers<unknown>()
  const listener = await listen(place, {
    async handle(request) {
      await gone.promise
      read.resolve(await Promise.race([request.text().catch((error) => error), sleep(500, 'it waits')]))
      return bare
    },
    onError: () => bare,
    onLost: () => assert.fail(),
    headers: {},
    trustedProxies: [],
  })
  const socket = connect(listener.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc')
  await sleep(50)
  socket.destroy()
  await sleep(50)
  gone.resolve()
  const outcome = await read.promise
  await listener.close()
  assert.ok(outcome instanceof CallerGone)
})
