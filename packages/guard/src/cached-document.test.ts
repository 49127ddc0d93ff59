import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OAuthError } from '@valetkey/protocol'
import { cacheDocument } from './cached-document.ts'

/** Caches a document whose loads a test can delay, fail and count. */
function keep() {
  const source = { time: 0, loads: 0, down: false, reported: 0, gate: Promise.resolve() }
  const document = cacheDocument({
    load: async () => {
      const value = ++source.loads
      await source.gate
      if (source.down) throw new Error('down')
      return { value, lifetimeSeconds: 100 }
    },
    staleMs: 3_600_000,
    now: () => new Date(source.time),
    onUnavailable: () => source.reported++,
  })
  return { source, document }
}

const isUnavailable = (error: unknown) => error instanceof OAuthError && error.code === 'temporarily_unavailable'

test('concurrent callers share one load, and a stale document is loaded again', async () => {
  const { source, document } = keep()
  assert.deepEqual(await Promise.all([document.get(), document.get(), document.get()]), [1, 1, 1])
  source.time = 99_999
  assert.equal(await document.get(), 1)
  source.time = 100_000
  assert.deepEqual(await Promise.all([document.get(), document.get()]), [2, 2])
})

test('between failures the pause grows from a second to half a minute', async () => {
  const { source, document } = keep()
  source.down = true
  const pauses: number[] = []
  let last = 0
  for (; source.time < 200_000; source.time += 500) {
    const { loads } = source
    await assert.rejects(document.get(), isUnavailable)
    if (source.loads === loads) continue
    pauses.push((source.time - last) / 1000)
    last = source.time
  }
  assert.deepEqual(pauses, [0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30])
  assert.equal(source.reported, source.loads)
})

test('the error has Retry-After', async () => {
  const { source, document } = keep()
  source.down = true
  await assert.rejects(document.get())
  source.time = 1_000
  await assert.rejects(document.get())
  await assert.rejects(document.get(), (error) => error instanceof OAuthError && error.headers['retry-after'] === '2')
})

test('a stale document is used while the source is down, and reloaded in the background', async () => {
  const { source, document } = keep()
  await document.get()
  source.down = true
  source.time = 100_000
  assert.equal(await document.get(), 1)
  source.down = false
  source.gate = new Promise(() => {})
  source.time = 101_000
  assert.equal(await document.get(), 1, 'somebody waited for a source known to be down')
  assert.equal(source.loads, 3)
})

test('a stale document is used for staleMs and no longer', async () => {
  const { source, document } = keep()
  await document.get()
  source.down = true
  source.time = 100_000 + 3_600_000
  await assert.rejects(document.get(), isUnavailable)
})

test('a reload is allowed at most twice a minute, and once in half a minute', async () => {
  const { source, document } = keep()
  await document.get()
  assert.equal(await document.reload(), 2)
  const loadedAt: number[] = [0, 0]
  for (source.time = 1_000; source.time < 300_000; source.time += 1_000) {
    const { loads } = source
    const value = await document.reload()
    assert.equal(value === undefined, source.loads === loads)
    if (source.loads > loads) loadedAt.push(source.time)
  }
  for (const from of loadedAt) {
    assert.ok(loadedAt.filter((at) => at >= from && at < from + 60_000).length <= 2)
  }
  assert.ok(loadedAt.length >= 8, 'it was held back more than needed')
})

test('a reload shares a load that is running, and returns undefined where it fails', async () => {
  const { source, document } = keep()
  await document.get()
  assert.deepEqual(await Promise.all([document.reload(), document.reload()]), [2, 2])
  source.down = true
  source.time = 90_000
  assert.equal(await document.reload(), undefined)
  assert.equal(await document.get(), 2)
})
