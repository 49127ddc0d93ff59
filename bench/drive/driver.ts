// The driver process: reads a plan from standard input, runs one scenario against one server, prints the result.
import type { JsonWebKey } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { scenarios } from '../scenarios/index.ts'
import type { Check } from '../scenarios/scenario.ts'
import { Connection } from './connection.ts'
import { load } from './load.ts'
import type { Outcome, Plan } from './plan.ts'
import { get } from './requests.ts'
import { readObject } from './verify.ts'

const plan: Plan = JSON.parse(await text(process.stdin))
console.log(JSON.stringify(await drive(plan)))
process.exit(0)

async function drive(plan: Plan): Promise<Outcome> {
  const scenario = scenarios.find(({ name }) => name === plan.scenario)
  if (scenario === undefined) throw new Error(`there is no scenario "${plan.scenario}"`)
  const samples: Check[] = []
  const users = Array.from({ length: plan.concurrency }, (_, index) => ({
    plan,
    connection: new Connection(plan.host, plan.port),
    cookie: plan.cookies[index % plan.cookies.length] ?? '',
  }))
  const steps = await Promise.all(users.map((user) => scenario.prepare(user, samples)))
  const measured = await load(steps, plan)

  const keys = await keySet(plan)
  const wrong: string[] = []
  for (const check of samples) {
    try {
      await check({ plan, keys })
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error))
    }
  }
  return {
    ...measured,
    failed: measured.failed + wrong.length,
    failures: [...measured.failures, ...wrong.slice(0, 5)],
    sampled: samples.length,
  }
}

async function keySet(plan: Plan): Promise<readonly JsonWebKey[]> {
  const connection = new Connection(plan.host, plan.port)
  const { keys } = readObject(await connection.send(get(plan, plan.paths.jwks)))
  connection.close()
  return Array.isArray(keys) ? keys : []
}
