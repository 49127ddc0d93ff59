import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdContract } from './contract.testing.ts'
import { testEngines } from './engines.testing.ts'

test('the stores of both engines are held to one contract', () => {
  assert.deepEqual(testEngines.map((engine) => engine.name).sort(), ['postgres', 'sqlite'])
})

for (const engine of testEngines) await holdContract(engine)
