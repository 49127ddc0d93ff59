import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, percentile, ratios, spread } from './statistics.ts'

test('the median of an even number of values is the mean of the two in the middle', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5)
  assert.equal(median([9, 1, 5]), 5)
  assert.ok(Number.isNaN(median([])))
})

test('a percentile is the least value that the given share does not exceed', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1)
  assert.equal(percentile(values, 0.5), 50)
  assert.equal(percentile(values, 0.99), 99)
  assert.equal(percentile([7], 0.99), 7)
  assert.ok(Number.isNaN(percentile([], 0.5)))
})

test('ratios pair what was measured in the same round', () => {
  assert.deepEqual(ratios([10, 30, 50], [5, 10]), [2, 3])
  assert.deepEqual(spread([3, 1, 2]), { min: 1, median: 2, max: 3 })
})
