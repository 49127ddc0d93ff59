import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unknownOptionFault } from './unknown-option.ts'

const known = ['issuer', 'audience', 'clientId', 'clientSecret', 'redirectUri', 'scope']

test('known options are accepted', () => {
  assert.equal(unknownOptionFault({ issuer: 'x', scope: undefined }, known), undefined)
})

for (const [given, meant] of [
  ['client_secret', 'clientSecret'],
  ['audiance', 'audience'],
  ['client-id', 'clientId'],
  ['CLIENTID', 'clientId'],
  ['redirectUris', 'redirectUri'],
  ['redirect_url', 'redirectUri'],
  ['scopes', 'scope'],
] as const) {
  test(`suggests ${meant} for ${given}`, () => {
    assert.equal(unknownOptionFault({ [given]: 'x' }, known), `unknown option ${given}: did you mean ${meant}?`)
  })
}

test('lists all options for one that resembles none', () => {
  assert.equal(
    unknownOptionFault({ x: 1 }, ['issuer', 'audience']),
    'unknown option x; the options are issuer, audience',
  )
})
