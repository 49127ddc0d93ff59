import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { flows } from '../flows/index.ts'
import { claimWords } from '../words/claims.ts'
import { errorWords, knownErrors } from '../words/errors.ts'
import { headerWords } from '../words/headers.ts'
import { parameterWords } from '../words/parameters.ts'
import { clauseAddress, splitClauses } from './clause-address.ts'
import { readMembers } from './members.ts'
import { isSecret, mask } from './secret-names.ts'
import { timeLeft } from './time-left.ts'

suite('details of an exchange', () => {
  test('link every clause of flows, steps and words to its document', () => {
    const clauses = [
      ...flows.flatMap(({ clause, steps }) => [clause, ...steps.map((step) => step.clause)]),
      ...[parameterWords, headerWords, claimWords].flatMap((words) => Object.values(words).map(({ clause }) => clause)),
      ...knownErrors.map((code) => errorWords(code).clause),
    ]
    const unlinked = clauses.flatMap(splitClauses).filter(({ of }) => clauseAddress(of) === undefined)
    assert.deepEqual([...new Set(unlinked.map(({ of }) => of))], [])
  })

  test('link a clause without a document to that of the clause before', () => {
    const addresses = splitClauses('RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1').map(({ of }) => clauseAddress(of))
    assert.deepEqual(addresses, [
      'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
      'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
      'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
    ])
  })

  test('mask what lets someone in, with dots that do not say how long it is', () => {
    for (const name of ['code', 'code_verifier', 'client_secret', 'Authorization', 'refresh_token', 'password']) {
      assert.ok(isSecret(name), name)
    }
    assert.ok(!isSecret('scope'))
    assert.equal(mask('short'), mask('a value that is longer'))
    assert.equal(mask('Bearer abc'), 'Bearer ••••••••')
  })

  test('list the members of an object, and leave other bodies as they are', () => {
    assert.deepEqual(readMembers('{"a":"x","b":[1]}'), [
      ['a', 'x'],
      ['b', '[\n  1\n]'],
    ])
    for (const body of ['[1]', 'null', '"x"', '<html>', '']) assert.equal(readMembers(body), undefined)
  })

  test('write the time left in two units at most', () => {
    assert.deepEqual([-5, 0, 9_000, 252_000, 3_720_000, 90_000_000].map(timeLeft), [
      '0 s',
      '0 s',
      '9 s',
      '4 min 12 s',
      '1 h 2 min',
      '1 d 1 h',
    ])
  })
})
