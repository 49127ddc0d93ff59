import { parseArgs } from 'node:util'
import type { Form } from './case.ts'
import type { Engine } from './environment/deployment.ts'

/** The cases and engines that the command line selects. */
export interface Options {
  readonly chosen: readonly string[]
  readonly engines: readonly Engine[]
  readonly form: Form
  readonly isJson: boolean
}

/** Prints with `--help`. */
export const usage = `npm run reliability -- [options]
  --case R1,R2     these cases (default: all)
  --engine NAME    sqlite | postgres | both (default both)
  --long           the long form, which produces the published figures; without it each case takes seconds
  --minutes N      duration of R16 in its long form (default 4)
  --previous REF   the version that R10 upgrades from: a commit, a tag or a branch (default: see docs/reliability.md)
  --json           print the figures as JSON`

/** Reads the command line; throws with a sentence on an unknown value. */
export function readOptions(args: readonly string[], known: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: 'string', multiple: true },
      engine: { type: 'string', default: 'both' },
      long: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      previous: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const chosen = values.case?.flatMap((list) => list.toUpperCase().split(',')) ?? known
  const unknown = chosen.find((id) => !known.includes(id))
  if (unknown !== undefined) throw new Error(`there is no case ${unknown}; there are ${known.join(', ')}`)
  const engines = { sqlite: ['sqlite'], postgres: ['postgres'], both: ['sqlite', 'postgres'] } as const
  const { engine } = values
  if (engine !== 'sqlite' && engine !== 'postgres' && engine !== 'both') {
    throw new Error(`--engine must be sqlite, postgres or both, not "${engine}"`)
  }
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
  if (minutes !== undefined && !(minutes > 0)) throw new Error('--minutes must be a number above 0')
  const form = {
    isLong: values.long,
    ...(minutes === undefined ? {} : { minutes }),
    ...(values.previous === undefined ? {} : { previous: values.previous }),
  }
  return { chosen, engines: engines[engine], form, isJson: values.json }
}
