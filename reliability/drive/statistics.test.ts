import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trendOf } from './statistics.ts'

/** A hundred points of a line with a sawtooth upon it, whose teeth are this wide. */
const sawtooth = (slope: number, width: number) =>
  Array.from({ length: 100 }, (_, index) => [index, slope * index + (index % width)] as const)

test('the slope of a line is found exactly', () => {
  const { slope, uncertainty } = trendOf(sawtooth(3, 1))
  assert.ok(Math.abs(slope - 3) < 1e-9)
  assert.ok(uncertainty < 1e-6)
})

test('what lies in the sawtooth of garbage collection is within the uncertainty', () => {
  const { slope, uncertainty } = trendOf(sawtooth(0, 20))
  assert.ok(Math.abs(slope) <= uncertainty, `${slope} ± ${uncertainty}`)
  assert.ok(uncertainty > trendOf(sawtooth(0, 2)).uncertainty)
})
