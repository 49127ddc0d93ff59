import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StampedEvent } from '../storage/stores/audit/audit-chain.ts'
import { createAuditWriter } from './audit-writer.ts'
import { createFloodGate } from './flood-gate.ts'

const event = (index: number): StampedEvent => ({ type: `event-${index}`, at: index })

/** Keeps the written events, and fails when the test wants it to. */
function createShelf() {
  const written: string[] = []
  const tried: string[] = []
  const shelf = {
    written,
    tried,
    isAway: false,
    isClosed: false,
    async append(events: readonly StampedEvent[]) {
      tried.push(events.map((one) => one.type).join())
      if (shelf.isAway) throw new Error('away')
      written.push(...events.map((one) => one.type))
    },
    async close() {
      shelf.isClosed = true
    },
  }
  return shelf
}

test('concurrent events are written together, and all pending ones on close', async () => {
  const shelf = createShelf()
  const writer = createAuditWriter({ target: shelf, clock: Date.now, onError: () => {} })
  for (let index = 0; index < 5; index++) writer.add(event(index))
  assert.equal(writer.state().waiting, 5)
  await sleep(150)
  assert.deepEqual(shelf.tried, ['event-0,event-1,event-2,event-3,event-4'])
  writer.add(event(5))
  await writer.close()
  assert.equal(shelf.written.length, 6)
  assert.ok(shelf.isClosed)
})

test('a failed write is retried with the same events, nothing is lost, and it is reported once', async () => {
  const shelf = createShelf()
  const errors: unknown[] = []
  const writer = createAuditWriter({ target: shelf, clock: Date.now, onError: (error) => errors.push(error) })
  shelf.isAway = true
  writer.add(event(0))
  await sleep(120)
  writer.add(event(1))
  assert.ok(writer.state().failingSince)
  await sleep(1_100)
  assert.ok(writer.state().failures >= 2)
  assert.equal(errors.length, 1)
  shelf.isAway = false
  await sleep(1_300)
  assert.deepEqual(shelf.written, ['event-0', 'event-1'])
  assert.equal(new Set(shelf.tried.slice(0, -1)).size, 1)
  assert.equal(writer.state().failingSince, undefined)
  await writer.close()
})

test('a full buffer drops new events, and records their number as soon as there is room', async () => {
  const shelf = createShelf()
  const writer = createAuditWriter({ target: shelf, clock: Date.now, onError: () => {}, most: 3 })
  for (let index = 0; index < 10; index++) writer.add(event(index))
  assert.equal(writer.state().dropped, 7)
  await writer.close()
  assert.deepEqual(shelf.written, ['event-0', 'event-1', 'event-2', 'audit.dropped'])
})

test('a writer that cannot write on close gives up', async () => {
  const shelf = createShelf()
  shelf.isAway = true
  const errors: unknown[] = []
  const writer = createAuditWriter({ target: shelf, clock: Date.now, onError: (error) => errors.push(error) })
  writer.add(event(0))
  await writer.close()
  assert.equal(shelf.isClosed, false)
  assert.match(String(errors.at(-1)), /1 events are not in the audit log/)
})

test('after a slow failed write during close there is no retry, so close waits only once for an unreachable database', async () => {
  const shelf = createShelf()
  const errors: unknown[] = []
  const target = { ...shelf, append: (events: readonly StampedEvent[]) => sleep(1100).then(() => shelf.append(events)) }
  const writer = createAuditWriter({ target, clock: Date.now, onError: (error) => errors.push(error) })
  shelf.isAway = true
  for (let index = 0; index < 5; index++) writer.add(event(index))
  await sleep(80)
  writer.add(event(5))
  await writer.close()
  assert.equal(shelf.tried.length, 1)
  assert.match(String(errors.at(-1)), /6 events are not in the audit log: the database did not accept them in time/)
})

test('after a fast failed write during close there is a retry, so a broken connection loses nothing', async () => {
  const shelf = createShelf()
  const writer = createAuditWriter({
    target: { ...shelf, append: (events) => sleep(50).then(() => shelf.append(events)) },
    clock: Date.now,
    onError: () => undefined,
  })
  shelf.isAway = true
  writer.add(event(0))
  await sleep(80)
  const closed = writer.close()
  await sleep(40)
  shelf.isAway = false
  await closed
  assert.deepEqual(shelf.written, ['event-0'])
})

test('of equal events within a minute the first is recorded and the rest are counted', () => {
  const gate = createFloodGate()
  const failure = { type: 'failed', clientId: 'web', detail: 'wrong' }
  assert.ok(gate.isFirst(failure, 0))
  for (let index = 1; index < 10; index++) assert.equal(gate.isFirst(failure, index), false)
  assert.ok(gate.isFirst({ ...failure, clientId: 'other' }, 5))
  assert.deepEqual(gate.drain(1000), [])
  assert.deepEqual(
    gate.drain(61_000).map(({ clientId, detail }) => [clientId, detail]),
    [['web', '9 more within a minute: wrong']],
  )
  assert.ok(gate.isFirst(failure, 62_000))
})

test('events that all differ are counted together beyond a thousand kinds', () => {
  const gate = createFloodGate()
  const first = Array.from({ length: 5000 }, (_, index) =>
    gate.isFirst({ type: 'failed', address: `${index}` }, index / 1e3),
  )
  assert.equal(first.filter(Boolean).length, 1001)
  const [rest] = gate.drain(100_000)
  assert.match(rest?.detail ?? '', /^3999 more within a minute: unknown from /)
})

test('the sources of a flood are named even if its events all differ', () => {
  const gate = createFloodGate()
  for (let index = 0; index < 60_000; index++) {
    const clientId = index % 3 === 0 ? 'attacked' : `client-${index}`
    const address = index % 3 === 0 ? `2001:db8:1:${index.toString(16)}` : `2001:db8:${index.toString(16)}:1`
    gate.isFirst({ type: 'failed', clientId, address, detail: 'wrong' }, 1)
  }
  const summaries = gate.drain(100_000)
  assert.equal(summaries.length, 1)
  const [rest] = summaries
  assert.match(rest?.detail ?? '', /more within a minute: attacked from 2001:db8:1::\/48 \(about [12]\d{4}\), /)
  assert.ok((rest?.detail ?? '').length < 3_000)
})
