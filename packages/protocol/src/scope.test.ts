import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OAuthError } from './errors.ts'
import { formatScope, intersect, isWithin, parseScope, subtract, union } from './scope.ts'

const names = fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,8}$/)
const scopes = fc.array(names, { maxLength: 8 }).map((all) => [...new Set(all)])

test('a scope is parsed as it was formatted, each name once and in order (RFC 6749 §3.3)', () => {
  fc.assert(
    fc.property(scopes, (scope) => {
      assert.deepEqual(parseScope(formatScope(scope)), scope)
      assert.deepEqual(parseScope(`  ${formatScope([...scope, ...scope])} `), scope)
    }),
  )
  assert.deepEqual(parseScope(undefined), [])
  assert.deepEqual(parseScope(''), [])
})

test('a character outside the grammar is an invalid_scope (RFC 6749 §3.3)', () => {
  fc.assert(
    fc.property(names, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (name, tail) => {
      if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(tail)) return
      assert.throws(
        () => parseScope(name + tail),
        (error) => error instanceof OAuthError && error.code === 'invalid_scope',
      )
    }),
    { numRuns: 500 },
  )
})

test('intersect never widens a scope, and subtract returns the rest', () => {
  fc.assert(
    fc.property(scopes, scopes, (a, b) => {
      assert.ok(isWithin(intersect(a, b), a) && isWithin(intersect(a, b), b))
      assert.ok(isWithin(subtract(a, b), a))
      assert.deepEqual(union(intersect(a, b), subtract(a, b)).toSorted(), a.toSorted())
      assert.ok(isWithin(a, union(a, b)) && isWithin(b, union(a, b)))
      assert.equal(isWithin(a, b), subtract(a, b).length === 0)
    }),
  )
})
