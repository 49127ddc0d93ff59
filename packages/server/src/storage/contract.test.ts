import { holdContract } from './contract.testing.ts'
import { testEngines } from './engines.testing.ts'

for (const engine of testEngines) await holdContract(engine)
