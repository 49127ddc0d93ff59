import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressKey } from '../http/networks.ts'
import { networkName } from './network-name.ts'

test('users read the networks of addresses as they know them', () => {
  const shown = (address: string) => networkName(addressKey(address))
  assert.equal(shown('::1'), '::1')
  assert.equal(shown('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(shown('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(shown('192.0.2.7'), '192.0.2.7')
  assert.equal(shown('unknown'), 'unknown')
})
