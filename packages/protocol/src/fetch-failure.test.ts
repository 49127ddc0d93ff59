import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { test } from 'node:test'
import { explainFetchFailure } from './fetch-failure.ts'

async function explain(url: string): Promise<string> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => 'reached',
    (thrown) => explainFetchFailure(url, thrown),
  )
}

async function withPort(
  server: ReturnType<typeof createSocketServer>,
  use: (port: number) => Promise<void>,
): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await use((server.address() as AddressInfo).port).finally(() => server.close())
}

test('a refused connection is described with URL and reason, without the query', async () => {
  let free = 0
  await withPort(createServer(), async (port) => {
    free = port
  })
  const words = await explain(`http://127.0.0.1:${free}/x?secret=1`)
  assert.equal(words, `http://127.0.0.1:${free}/x could not be reached: connect ECONNREFUSED 127.0.0.1:${free}`)
})

test('asks whether the server is http', () =>
  withPort(createServer(), async (port) => {
    assert.match(await explain(`https://127.0.0.1:${port}/`), /could not be reached: .*: is it http\?$/)
  }))

test('asks whether the server is https', () =>
  withPort(
    createSocketServer((socket) => socket.on('error', () => {}).once('data', () => socket.destroy())),
    async (port) => {
      assert.match(await explain(`http://127.0.0.1:${port}/`), /could not be reached: .*: is it https\?$/)
    },
  ))

test('describes anything that was thrown', () => {
  assert.match(explainFetchFailure('https://id.example.com', 'x'), /^https:\/\/id\.example\.com\/ could not be reached/)
  const slow = Object.assign(new Error('x'), { name: 'TimeoutError' })
  assert.match(explainFetchFailure('https://id.example.com', slow), /it timed out$/)
})
