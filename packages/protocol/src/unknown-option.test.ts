import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unknownOptionFault } from './unknown-option.ts'

const known = ['issuer', 'audience', 'clientId', 'clientSecret', 'redirectUri', 'scope']

test('known options are no fault', () => {
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
  test(`${given} is answered with ${meant}`, () => {
    assert.equal(unknownOptionFault({ [given]: 'x' }, known), `unknown option ${given}: did you mean ${meant}?`)
  })
}

test('an option like no other is answered with all of them', () => {
  assert.equal(
    unknownOptionFault({ x: 1 }, ['issuer', 'audience']),
    'unknown option x; the options are issuer, audience',
  )
})
