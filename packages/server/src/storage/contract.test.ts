import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdContract } from './testing/contract.ts'
import { testEngines } from './testing/engines.ts'

test('the stores of both engines keep one contract', () => {
  assert.deepEqual(testEngines.map((engine) => engine.name).sort(), ['postgres', 'sqlite'])
})

for (const engine of testEngines) await holdContract(engine)
