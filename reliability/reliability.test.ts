import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { bothEngines } from './case.ts'
import { cases } from './cases/index.ts'
import { openTheatre } from './ground/stage.ts'
import { reasonToSkip, runCase } from './run-case.ts'

const theatre = openTheatre()
after(() => theatre.close())

/** Cases whose other engine says little more about them; `npm run reliability` tries both. */
const onOneEngine: Readonly<Record<string, string>> = {
  R3: 'postgres',
  R8: 'postgres',
  R9: 'postgres',
  R13: 'postgres',
  R14: 'sqlite',
  R15: 'postgres',
  R18: 'sqlite',
  R19: 'sqlite',
}

/** Cases on one engine come one after another, because some of them stop its database; both engines are tried at once. */
describe('the short forms', { concurrency: 2 }, () => {
  for (const engine of bothEngines) {
    describe(engine, { concurrency: 1 }, () => {
      for (const one of cases.filter(({ engines, isSlow }) => engines.includes(engine) && isSlow === undefined)) {
        if ((onOneEngine[one.id] ?? engine) !== engine) continue
        const skip = reasonToSkip(one, engine) ?? false
        test(`${one.id} on ${engine}: ${one.claim}`, { skip }, async () => {
          const { faults } = await runCase(one, engine, false, theatre)
          assert.deepEqual(faults.slice(0, 5), [])
        })
      }
    })
  }
})
