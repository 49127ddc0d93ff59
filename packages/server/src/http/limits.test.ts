import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBoundedCounter } from './bounded-counter.ts'
import { createLimits, standardLimits } from './limits.ts'
import { addressKey, networksOf } from './networks.ts'

const minute = 60_000

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function liveHeap(): number {
  collect()
  return process.memoryUsage().heapUsed
}

test('a key waits from its last allowed failure until the window that began with its first one ends', () => {
  const counter = createBoundedCounter({ points: 3, milliseconds: minute, mostEntries: 10 })
  for (const now of [0, 10]) counter.fail('a', now)
  assert.equal(counter.wait('a', 20), 0)
  counter.fail('a', 20)
  assert.equal(counter.wait('a', 30), minute - 30)
  assert.equal(counter.wait('b', 30), 0)
  assert.equal(counter.wait('a', minute), 0)
  counter.fail('a', minute)
  assert.equal(counter.wait('a', minute + 1), 0)
})

test('a flood of other keys uses no more than the allowed entries, and unblocks no key', () => {
  const counter = createBoundedCounter({ points: 10, milliseconds: minute, mostEntries: 1_000 })
  for (let times = 0; times < 10; times++) counter.fail('victim', 0)
  for (let key = 0; key < 20_000; key++) for (let times = 0; times < 3; times++) counter.fail(`made up ${key}`, 1)
  assert.equal(counter.size(), 1_000)
  assert.ok(counter.wait('victim', 2) > 0)
})

test('an expired entry is removed before a blocked one', () => {
  const counter = createBoundedCounter({ points: 1, milliseconds: minute, mostEntries: 2 })
  counter.fail('old', 0)
  counter.fail('new', minute)
  counter.fail('newer', minute + 1)
  assert.ok(counter.wait('new', minute + 2) > 0)
})

test('made-up keys of any length and number use bounded memory', async () => {
  const limits = createLimits(standardLimits)
  const long = 'x'.repeat(200)
  const before = liveHeap()
  for (let key = 0; key < 50_000; key++) await limits.fail('client', `${long}${key}`, `2001:db8:${key % 65_536}:1`)
  const grown = liveHeap() - before
  assert.ok(grown < 20e6, `${grown}`)
  assert.equal(await limits.wait('client', 'x'), 0)
})

test('the networks around an address have their own, higher limits', async () => {
  const limits = createLimits({ tries: { points: 10, seconds: 60 } })
  const failFrom = async (address: string, times: number) => {
    for (let time = 0; time < times; time++) await limits.fail('tries', '', address)
  }
  await failFrom('2001:db8:1:1', 10)
  assert.ok((await limits.wait('tries', '', '2001:db8:1:1')) > 0)
  assert.equal(await limits.wait('tries', '', '2001:db8:1:2'), 0)
  await failFrom('2001:db8:1:3', 9)
  await failFrom('2001:db8:1:4', 1)
  assert.ok((await limits.wait('tries', '', '2001:db8:1:5')) > 0, 'the /56')
  assert.equal(await limits.wait('tries', '', '2001:db8:1:500'), 0)
  for (let host = 0; host < 20; host++) await failFrom(`2001:db8:1:${(0x1000 + 0x100 * host).toString(16)}`, 1)
  assert.ok((await limits.wait('tries', '', '2001:db8:1:ff00')) > 0, 'the /48')
  assert.equal(await limits.wait('tries', '', '2001:db8:2:1'), 0)
  for (let host = 0; host < 40; host++) await failFrom(`192.0.2.${host}`, 1)
  assert.ok((await limits.wait('tries', '', '192.0.2.200')) > 0, 'the /24')
})

test('an address has one key in all notations', () => {
  for (const [address, key] of [
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0DB8:0000::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4'],
  ] as const)
    assert.equal(addressKey(address), key, address)
  assert.deepEqual(networksOf('2001:db8:1:1234'), ['2001:db8:1:1234', '2001:db8:1:18/56', '2001:db8:1/48'])
  assert.deepEqual(networksOf('192.0.2.1'), ['192.0.2.1', '192.0.2/24'])
  assert.deepEqual(networksOf('unknown'), ['unknown'])
})
