import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createQuota, createRepeats } from './log-quota.ts'

test('the first of a kind is written at once, and later ones as a count', async () => {
  const repeats = createRepeats(50)
  const counts: number[] = []
  const note = (kind: string) => repeats.note(kind, (count) => counts.push(count))
  assert.equal(note('a'), true)
  assert.equal(note('b'), true)
  for (let time = 0; time < 1_000; time++) assert.equal(note('a'), false)
  await sleep(80)
  assert.deepEqual(counts, [1_000])
  assert.equal(note('a'), false, 'still limited')
  await sleep(100)
  assert.deepEqual(counts, [1_000, 1])
  await sleep(100)
  assert.equal(note('a'), true, 'after a quiet interval the next one is a first again')
})

test('kinds that callers make up use bounded memory', () => {
  const repeats = createRepeats()
  const firsts = Array.from({ length: 1_000 }, (_, kind) => repeats.note(String(kind), () => undefined))
  assert.equal(firsts.filter(Boolean).length, 101)
})

test('lines that callers can cause are limited per minute, and then counted', async () => {
  const quota = createQuota(3, 50)
  const counts: number[] = []
  const take = () => quota.take((count) => counts.push(count))
  assert.equal(Array.from({ length: 10 }, take).filter(Boolean).length, 3)
  await sleep(80)
  assert.deepEqual(counts, [7])
  assert.equal(take(), true)
  await sleep(80)
  assert.deepEqual(counts, [7])
})
