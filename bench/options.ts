import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** The options of the command line. */
export interface Options {
  readonly scenarios: readonly string[]
  readonly rounds: number
  /** Measured seconds per scenario, server and round. */
  readonly duration: number
  /** Seconds of the same load before the measurement begins. */
  readonly warmup: number
  readonly concurrency: number
  readonly engine: 'sqlite' | 'postgres'
  readonly servers: readonly ('ours' | 'peer')[]
  /** Another checkout of this project, compared instead of oidc-provider. */
  readonly against: string | undefined
  readonly starts: number
  readonly json: boolean
  readonly calibrate: boolean
  /** The processor cores to use, if the machine has at least two. */
  readonly cores: { readonly server: number; readonly driver: number } | undefined
}

/** The text of `--help`. */
export const usage = `npm run bench -- [options]
  --scenario NAME    one scenario, or several with commas (default: all)
  --rounds N         rounds, each ours then peer (default 3)
  --duration S       measured seconds per scenario and round (default 5)
  --warmup S         seconds of load before that (default 1)
  --concurrency N    virtual users, one connection each (default 32)
  --starts N         starts measured per server (default 5)
  --engine NAME      sqlite | postgres (default sqlite)
  --only WHO         ours | peer
  --against FOLDER   compare with another checkout of this project instead of oidc-provider
  --json             print the figures as JSON instead of tables
  --calibrate        measure the driver itself against a bare node:http server`

/** Reads the command line. @throws Error with a message for the user about an unknown or invalid value */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      duration: { type: 'string', default: '5' },
      warmup: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '32' },
      starts: { type: 'string', default: '5' },
      engine: { type: 'string', default: 'sqlite' },
      only: { type: 'string' },
      against: { type: 'string' },
      json: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    scenarios: (values.scenario ?? []).flatMap((name) => name.split(',')),
    rounds: positive('rounds', values.rounds),
    duration: positive('duration', values.duration),
    warmup: positive('warmup', values.warmup),
    concurrency: positive('concurrency', values.concurrency),
    starts: positive('starts', values.starts),
    engine: oneOf('engine', values.engine, ['sqlite', 'postgres']),
    servers: values.only === undefined ? ['ours', 'peer'] : [oneOf('only', values.only, ['ours', 'peer'])],
    against: values.against === undefined ? undefined : resolve(values.against),
    json: values.json,
    calibrate: values.calibrate,
    cores: availableParallelism() > 1 ? { server: 0, driver: 1 } : undefined,
  }
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (!(number > 0)) throw new Error(`--${name} must be a positive number, not "${value}"`)
  return number
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new Error(`--${name} must be one of ${allowed.join(', ')}, not "${value}"`)
  return found
}
