import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Factor, LoginWay } from './factor.ts'
import { createFactors } from './index.ts'
import { passFactors } from './pass-factors.ts'

const ways: readonly LoginWay[] = ['password', 'passkey', 'provider', 'recovery', 'sign-up']
const attempt = { account: undefined, answers: {}, origin: { address: '192.0.2.1', trust: 'usual' } } as const
const factor = (name: string, isRight: boolean, of?: readonly LoginWay[]): Factor => ({
  ...{ name, method: name, fields: [], verify: async () => isRight },
  ...(of === undefined ? {} : { ways: of }),
})

test('a factor applies to every way to log in, unless it names its ways', async () => {
  for (const way of ways) {
    assert.deepEqual(await passFactors([factor('geo', false)], { ...attempt, way }), { failed: 'geo' }, way)
    const some = [factor('geo', true), factor('kba', false, ['passkey'])]
    const expected = way === 'passkey' ? { failed: 'kba' } : { methods: ['geo'] }
    assert.deepEqual(await passFactors(some, { ...attempt, way }), expected, way)
  }
})

test('a password is asked for by logins with a password only', async () => {
  const factors = createFactors({ verifyPassword: async () => false })
  for (const way of ways) {
    const expected = way === 'password' ? { failed: 'password' } : { methods: [] }
    assert.deepEqual(await passFactors(factors, { ...attempt, way }), expected, way)
  }
})
