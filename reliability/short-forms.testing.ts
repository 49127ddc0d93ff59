import assert from 'node:assert/strict'
import { cases } from './cases/index.ts'
import type { Deployments, Engine } from './environment/deployment.ts'
import { reasonToSkip, runCase } from './run-case.ts'

/** Cases whose other engine says little more about them; `npm run reliability` tries both. */
const onOneEngine: Readonly<Record<string, Engine>> = {
  R3: 'postgres',
  R8: 'postgres',
  R9: 'postgres',
  R13: 'postgres',
  R14: 'sqlite',
  R15: 'postgres',
  R18: 'sqlite',
  R19: 'sqlite',
  R20: 'sqlite',
  R21: 'sqlite',
}

/** A case to run in its short form. */
export interface ShortForm {
  readonly title: string
  /** Why it cannot be tried here. */
  readonly skip: string | false
  /** Runs it; fails with the first faults. */
  readonly hold: () => Promise<void>
}

/** Lists what is tried on one engine, one after another, because some of them stop its database. */
export function shortForms(engine: Engine, deployments: Deployments): readonly ShortForm[] {
  return cases
    .filter(({ id, engines, isSlow }) => engines.includes(engine) && !isSlow && (onOneEngine[id] ?? engine) === engine)
    .map((one) => ({
      title: `${one.id}: ${one.claim}`,
      skip: reasonToSkip(one, engine) ?? false,
      async hold() {
        const { faults } = await runCase(one, engine, { isLong: false }, deployments)
        assert.deepEqual(faults.slice(0, 5), [])
      },
    }))
}
