import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from './html.ts'
import { time } from './time.ts'
import { formatDuration, formatInstant } from './time-words.ts'
import { en } from './words/en.ts'

const now = new Date('2026-03-10T14:05:00Z')
const at = (iso: string) => formatInstant(new Date(iso), now, en.time)

test('an instant is written in the words a user would use', () => {
  assert.equal(at('2026-03-10T14:04:40Z'), 'just now')
  assert.equal(at('2026-03-10T14:05:20Z'), 'in less than a minute')
  assert.equal(at('2026-03-10T14:00:00Z'), '5 minutes ago')
  assert.equal(at('2026-03-10T14:06:00Z'), 'in 1 minute')
  assert.equal(at('2026-03-10T09:07:00Z'), 'today at 09:07 UTC')
  assert.equal(at('2026-03-11T00:30:00Z'), 'tomorrow at 00:30 UTC')
  assert.equal(at('2026-03-09T23:59:00Z'), 'yesterday at 23:59 UTC')
  assert.equal(at('2026-03-13T01:00:00Z'), 'in 3 days')
  assert.equal(at('2026-03-07T23:00:00Z'), '3 days ago')
  assert.equal(at('2027-03-05T00:00:00Z'), 'on 5 March 2027')
})

test('without a date the instant is never', () => {
  assert.equal(formatInstant(null, now, en.time), 'never')
  assert.equal(formatInstant(undefined, now, en.time), 'never')
})

test('a duration is written in at most two units', () => {
  const said = [0, 1, 59, 60, 90, 600, 3600, 5400, 86_400, 90_000, 2_592_000].map((seconds) =>
    formatDuration(seconds, en.time),
  )
  assert.deepEqual(said, [
    '0 seconds',
    '1 second',
    '59 seconds',
    '1 minute',
    '1 minute 30 seconds',
    '10 minutes',
    '1 hour',
    '1 hour 30 minutes',
    '1 day',
    '1 day 1 hour',
    '30 days',
  ])
})

test('an instant carries its exact date for machines', () => {
  assert.match(
    render(time(new Date('2026-03-13T01:00:00Z'), now, en.time)),
    /datetime="2026-03-13T01:00:00\.000Z".*>in 3 days</,
  )
})
