import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createLru } from './lru.ts'

test('the least recently used entry is dropped first', () => {
  const lru = createLru<string, number>(2)
  lru.set('a', 1)
  lru.set('b', 2)
  assert.equal(lru.get('a'), 1)
  lru.set('c', 3)
  assert.equal(lru.get('b'), undefined)
  assert.equal(lru.get('a'), 1)
  assert.equal(lru.get('c'), 3)
})

test('set replaces a value and delete removes it', () => {
  const lru = createLru<string, number>(2)
  lru.set('a', 1)
  lru.set('a', 2)
  assert.equal(lru.get('a'), 2)
  lru.delete('a')
  assert.equal(lru.get('a'), undefined)
})

test('never holds more than its maximum', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 0, max: 20 })), (most, keys) => {
      const lru = createLru<number, number>(most)
      for (const key of keys) lru.set(key, key)
      const kept = Array.from({ length: 21 }, (_, key) => lru.get(key)).filter((value) => value !== undefined)
      assert.equal(kept.length, Math.min(most, new Set(keys).size))
      const last = keys.at(-1)
      assert.ok(last === undefined || kept.includes(last))
    }),
  )
})
