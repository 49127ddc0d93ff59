import { parseArgs } from 'node:util'
import type { Engine } from './ground/stage.ts'

/** What to try, as asked on the command line. */
export interface Options {
  readonly chosen: readonly string[]
  readonly engines: readonly Engine[]
  readonly isLong: boolean
  readonly isJson: boolean
}

/** Prints with `--help`. */
export const usage = `npm run reliability -- [options]
  --case R1,R2     these cases (default: all)
  --engine NAME    sqlite | postgres | both (default both)
  --long           the long form, whose figures are published; without it each case takes seconds
  --json           print the figures as JSON`

/** Reads the command line; throws with a sentence on an unknown value. */
export function readOptions(args: readonly string[], known: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: 'string', multiple: true },
      engine: { type: 'string', default: 'both' },
      long: { type: 'boolean', default: false },
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
  return { chosen, engines: engines[engine], isLong: values.long, isJson: values.json }
}
