import type { Case, Finding, Form } from './case.ts'
import type { Deployment, Deployments, Engine } from './environment/deployment.ts'
import { missingPostgres } from './environment/postgres.ts'

/** The result of a case on one database. */
export interface Result extends Finding {
  readonly id: string
  readonly claim: string
  readonly engine: Engine
  readonly seconds: number
}

/** Returns why a case cannot run on this machine, or undefined. */
export function reasonToSkip(one: Case, engine: Engine): string | undefined {
  return (engine === 'postgres' ? missingPostgres() : undefined) ?? one.missing?.(engine)
}

/** Runs a case on one engine. An error that it throws is a fault, and so is a node that exited unexpectedly. */
export async function runCase(one: Case, engine: Engine, form: Form, deployments: Deployments): Promise<Result> {
  const began = performance.now()
  const started: Deployment[] = []
  let finding: Finding
  try {
    finding = await one.run({
      ...form,
      engine,
      async start(options) {
        const deployment = await deployments.start(engine, options)
        started.push(deployment)
        return deployment
      },
    })
  } catch (error) {
    finding = { figures: {}, faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
  const collapses = started.flatMap((deployment) => deployment.nodes).flatMap((node) => node.collapse() ?? [])
  await Promise.all(started.map((deployment) => deployment.close()))
  const { id, claim } = one
  return {
    id,
    claim,
    engine,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    ...finding,
    faults: [...finding.faults, ...collapses],
  }
}
