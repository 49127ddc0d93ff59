import assert from 'node:assert/strict'
import { test } from 'node:test'
import { protectIds } from './protect-ids.ts'

test('an id that begins with a hyphen is an operand, and the value of an option stays its value', () => {
  const id = '-mjoqI0m60-SmsK5'
  const revoke = ['node', 'valetkey', 'session', 'revoke']
  assert.deepEqual(protectIds([...revoke, id, '--account', 'alice']), [...revoke, '--account', 'alice', '--', id])
  for (const rest of [['--account', id], ['--account', 'alice', '--json'], ['--', id], ['-h'], ['mjoqI0m60-SmsK5x']])
    assert.deepEqual(protectIds([...revoke, ...rest]), [...revoke, ...rest])
})
