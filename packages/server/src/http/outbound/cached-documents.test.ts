import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCachedDocuments } from './cached-documents.ts'
import type { FetchResult } from './guarded-fetch.ts'

const url = 'https://app.example/jwks'

/** A host whose next response a test sets, and a clock that it moves. */
function create() {
  const asked: (string | undefined)[] = []
  let seconds = 1_000_000
  let next: () => FetchResult = () => respond({ keys: [] })
  const documents = createCachedDocuments(
    async (_url, request) => {
      asked.push(request?.accept)
      await new Promise((resolve) => setImmediate(resolve))
      return next()
    },
    () => seconds * 1000,
  )
  return {
    ...documents,
    asked,
    pass: (more: number) => {
      seconds += more
    },
    set: (result: FetchResult) => {
      next = () => result
    },
  }
}

function respond(body: unknown, cacheControl?: string, status = 200): FetchResult {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return { outcome: 'response', status, headers: { 'cache-control': cacheControl }, body: bytes }
}

const unreachable: FetchResult = { outcome: 'refused', reason: 'unreachable', description: 'cannot be reached' }
const reasonOf = (result: { outcome: string; reason?: string }) => result.reason ?? result.outcome

test('a document is loaded once and the same object is returned while it is fresh', async () => {
  const { load, asked } = create()
  const first = await load(url)
  assert.deepEqual(first, { outcome: 'loaded', document: { keys: [] } })
  assert.equal(await load(url), first)
  assert.deepEqual(asked, ['application/json'])
})

test('a document is fresh for max-age, at least a minute and at most an hour, and else for five minutes (RFC 9111 §5.2.2.1)', async () => {
  for (const [cacheControl, seconds] of [
    [undefined, 300],
    ['public, max-age=120', 120],
    ['MAX-AGE="600", public', 600],
    ['max-age=0', 60],
    ['max-age=5', 60],
    ['no-store', 60],
    ['no-cache, max-age=900', 60],
    ['max-age=31536000', 3_600],
    ['max-age=99999999999999999999', 3_600],
    ['x-max-age=900', 300],
    ['s-maxage=900', 300],
  ] as const) {
    const { load, asked, pass, set } = create()
    set(respond({}, cacheControl))
    await load(url)
    pass(seconds - 1)
    await load(url)
    assert.equal(asked.length, 1, cacheControl)
    pass(2)
    await load(url)
    assert.equal(asked.length, 2, cacheControl)
  }
})

test('a thousand reloads for unknown keys cause at most six requests a minute, one after another or at once', async () => {
  for (const isConcurrent of [true, false]) {
    const { load, reload, asked, pass } = create()
    await load(url)
    for (let minute = 1; minute <= 3; minute++) {
      if (isConcurrent) await Promise.all(Array.from({ length: 1_000 }, () => reload(url)))
      else for (let time = 0; time < 1_000; time++) assert.equal((await reload(url)).outcome, 'loaded')
      assert.ok(asked.length <= 6 * minute, `${asked.length} requests in ${minute} minutes`)
      pass(60)
    }
  }
})

test('a reload finds a key that was added since the document was loaded', async () => {
  const { load, reload, set } = create()
  await load(url)
  set(respond({ keys: ['new'] }))
  assert.deepEqual(await reload(url), { outcome: 'loaded', document: { keys: ['new'] } })
  assert.deepEqual(await load(url), { outcome: 'loaded', document: { keys: ['new'] } })
})

test('callers at the same time share one request', async () => {
  const { load, reload, asked } = create()
  await Promise.all([...Array.from({ length: 500 }, () => load(url)), reload(url)])
  assert.equal(asked.length, 1)
})

test('a failure is remembered for half a minute', async () => {
  for (const failure of [unreachable, respond('', undefined, 404), respond('not JSON')]) {
    const { load, reload, asked, pass, set } = create()
    set(failure)
    for (let time = 0; time < 100; time++) {
      assert.notEqual((await load(url)).outcome, 'loaded')
      assert.notEqual((await reload(url)).outcome, 'loaded')
    }
    assert.equal(asked.length, 1)
    pass(31)
    set(respond({}))
    assert.equal((await load(url)).outcome, 'loaded')
  }
})

test('an expired document is used for a day while its host fails, and not after the host removed it', async () => {
  for (const failure of [unreachable, respond('', undefined, 503), respond('', undefined, 429)]) {
    const { load, asked, pass, set } = create()
    await load(url)
    set(failure)
    pass(301)
    for (let hour = 0; hour < 24; hour++) {
      assert.equal((await load(url)).outcome, 'loaded')
      pass(3_599)
    }
    assert.equal(asked.length, 25)
    pass(60)
    assert.notEqual((await load(url)).outcome, 'loaded')
  }
  for (const failure of [respond('', undefined, 404), respond('', undefined, 302), respond('{')]) {
    const { load, pass, set } = create()
    await load(url)
    pass(301)
    set(failure)
    assert.notEqual((await load(url)).outcome, 'loaded')
  }
})

test('a full queue of this server is not remembered as a failure of the host', async () => {
  const { load, set } = create()
  set({ outcome: 'refused', reason: 'busy', description: 'busy' })
  for (let time = 0; time < 5; time++) assert.equal(reasonOf(await load(url)), 'busy')
  set(respond({}))
  assert.equal((await load(url)).outcome, 'loaded')
})

test('only a 200 with JSON in UTF-8 is a document, and the refusal names the difference', async () => {
  for (const [response, reason, words] of [
    [respond({}, undefined, 204), 'status', /status of the response is 204 instead of 200/],
    [respond({}, undefined, 301), 'status', /redirect \(301\).*not followed/],
    [respond('<html>'), 'not-json', /not JSON/],
    [respond(''), 'not-json', /not JSON/],
    [respond(Buffer.from([0x22, 0xff, 0x22])), 'not-json', /UTF-8/],
    [unreachable, 'unreachable', /cannot be reached/],
  ] as const) {
    const { load, set } = create()
    set(response)
    const result = await load(url)
    assert.ok(result.outcome === 'refused')
    assert.equal(result.reason, reason)
    assert.match(result.description, words)
  }
  const { load, set } = create()
  set(respond('\uFEFF{"a":1}'))
  assert.deepEqual(await load(url), { outcome: 'loaded', document: { a: 1 } })
})

test('documents of another kind are separate', async () => {
  const { load, asked } = create()
  await load(url)
  await load(url, { accept: 'application/jwk-set+json' })
  await load(url, { maxBytes: 5_000 })
  assert.deepEqual(asked, ['application/json', 'application/jwk-set+json', 'application/json'])
})

test('failing URLs displace no document', async () => {
  const { load, asked, set } = create()
  await load(url)
  set(unreachable)
  for (let index = 0; index < 12_000; index++) await load(`https://app.example/${index}`)
  const before = asked.length
  assert.equal((await load(url)).outcome, 'loaded')
  assert.equal(asked.length, before)
})
