import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rightToClaim } from '../oauth/identity-scopes.ts'
import { scopeClaims as standard } from '../oauth/openid/scope-claims.ts'
import { ownData } from './own-data.ts'

const scopeClaims = { ...standard, groups: ['groups', 'roles'] }
const shown = (right: string, user: Readonly<Record<string, unknown>>) => {
  const data = ownData(right, user, scopeClaims)
  return data?.is === 'set' ? data.text : data?.is
}

test('an e-mail address shows the first and the last letter of its local part', () => {
  for (const [email, expected] of [
    ['alice@example.org', 'a…e@example.org'],
    ['bob@example.org', 'b…b@example.org'],
    ['al@example.org', 'a…@example.org'],
    ['x@example.org', 'x…@example.org'],
    ['"a@b"c@example.org', '"…c@example.org'],
    ['öäü@bücher.example', 'ö…ü@bücher.example'],
    ['no address', '…'],
  ] as const) {
    assert.equal(shown('email', { email, email_verified: true }), expected)
  }
  assert.equal(shown(rightToClaim('email'), { email: 'alice@example.org' }), 'a…e@example.org')
})

test('a phone number shows its last digits, of a short one fewer', () => {
  const phone = (phone_number: string) => shown('phone', { phone_number })
  assert.deepEqual(['+44 1865 276492', '27649', '112'].map(phone), ['…492', '…49', '…'])
})

test('a name is shown in full, and the username where there is none', () => {
  assert.equal(shown('profile', { name: 'Alice Liddell', preferred_username: 'al' }), 'Alice Liddell')
  assert.equal(shown('profile', { preferred_username: 'al' }), 'al')
  assert.equal(shown(rightToClaim('family_name'), { family_name: 'Liddell' }), 'Liddell')
})

test('an address shows city and country, and not the street', () => {
  const address = { street_address: 'Christ Church', locality: 'Oxford', country: 'GB' }
  assert.equal(shown('address', { address }), 'Oxford, GB')
  assert.equal(shown('address', { address: { street_address: 'Christ Church' } }), undefined)
  assert.equal(shown('address', {}), 'unset')
})

test('a further claim shows its text or list, cut off after 80 characters, and no object', () => {
  assert.equal(shown('groups', { roles: ['admin', 'staff'] }), 'admin, staff')
  assert.equal(shown('groups', { groups: 'sales', roles: ['admin'] }), 'sales; admin')
  assert.equal(shown('groups', { groups: { a: 1 }, roles: [{}] }), undefined)
  assert.equal(shown('groups', { groups: null }), 'unset')
  assert.equal(shown(rightToClaim('level'), { level: 3 }), '3')
  assert.equal(shown(rightToClaim('roles'), { roles: Array(100).fill('x') })?.length, 81)
})

test('other data shows no value, only that it is not set', () => {
  assert.equal(shown('openid', {}), undefined)
  assert.equal(shown(rightToClaim('updated_at'), { updated_at: 7 }), undefined)
  assert.equal(shown(rightToClaim('birthdate'), { birthdate: '1852-05-04' }), '1852-05-04')
  assert.equal(shown(rightToClaim('email'), {}), 'unset')
  assert.equal(shown('email', { email: 7 }), undefined)
})
