import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { spawnOn } from '../servers/process.ts'
import type { Outcome, Plan } from './plan.ts'

/** Runs one plan in its own process, on its own core. @throws Error with the output of a process that failed */
export async function runDriver(plan: Plan, core: number | undefined): Promise<Outcome> {
  const child = spawnOn(core, [join(import.meta.dirname, 'driver.ts')])
  const { stdin, stdout, stderr } = child
  if (stdin === null || stdout === null || stderr === null) throw new Error('the driver has no pipes')
  stdin.end(JSON.stringify(plan))
  const [out, problems] = await Promise.all([text(stdout), text(stderr)])
  if (out === '') throw new Error(`the driver failed in ${plan.scenario} at ${plan.issuer}:\n${problems}`)
  return JSON.parse(out)
}
