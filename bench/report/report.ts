import type { Comparison, Measured } from '../compare.ts'
import type { Options } from '../options.ts'
import { memoryTarget, ratioTargets, startTarget } from '../targets.ts'
import { median, ratios, type Spread, spread } from './statistics.ts'
import { table } from './table.ts'

/** One scenario at one server, over all rounds. */
interface ServerFigures {
  readonly rate: Spread
  readonly p50: number
  readonly p99: number
  readonly failed: number
  readonly sampled: number
  /** Microseconds of processor time per response; NaN where it is unknown. */
  readonly cost: Spread
  readonly driverLoad: number
}

/** One row of the report. */
export interface Row {
  readonly scenario: string
  readonly ours?: ServerFigures
  readonly peer?: ServerFigures
  /** Our rate divided by the peer's, for each round. */
  readonly ratio?: Spread
  /** The peer's processor time per response divided by ours, for each round. */
  readonly costRatio?: Spread
  readonly first?: number
  readonly goal?: number
}

/** Summarizes a comparison, one row for each scenario. */
export function summarize({ ours, peer }: Comparison, engine: Options['engine']): readonly Row[] {
  const names = new Set([...(ours?.outcomes.keys() ?? []), ...(peer?.outcomes.keys() ?? [])])
  return [...names].map((scenario) => {
    const mine = ours?.outcomes.get(scenario)
    const theirs = peer?.outcomes.get(scenario)
    return {
      scenario,
      ...(ours && mine ? { ours: figures(ours, scenario) } : {}),
      ...(peer && theirs ? { peer: figures(peer, scenario) } : {}),
      ...(mine && theirs
        ? {
            ratio: spread(ratios(mine.map(rate), theirs.map(rate))),
            costRatio: spread(ratios(theirs.map(cost), mine.map(cost))),
          }
        : {}),
      ...ratioTargets(scenario, engine),
    }
  })
}

const rate = (outcome: { readonly rate: number }): number => outcome.rate
const cost = ({ serverCost }: { readonly serverCost: number | null }): number => serverCost ?? Number.NaN

function figures(measured: Measured, scenario: string): ServerFigures {
  const outcomes = measured.outcomes.get(scenario) ?? []
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    rate: spread(outcomes.map(rate)),
    p50: median(outcomes.map(({ p50 }) => p50)),
    p99: median(outcomes.map(({ p99 }) => p99)),
    failed: sum(outcomes.map(({ failed }) => failed)),
    sampled: sum(outcomes.map(({ sampled }) => sampled)),
    cost: spread(outcomes.map(cost)),
    driverLoad: Math.max(...outcomes.map(({ driverLoad }) => driverLoad)),
  }
}

/** Formats the report as tables. */
export function render(rows: readonly Row[], { ours, peer }: Comparison): string {
  const head = ['scenario', 'ours/s', 'peer/s', 'ratio (min–max)', 'first', 'goal']
  const cpu = ['CPU µs each', 'ours', 'peer', "peer's / ours (min–max)", 'driver busy']
  const latency = ['p50/p99 ms', 'ours', 'peer', "≤ peer's", '≤ 5 × p50', 'failed']
  const rates = rows.map(({ scenario, ours, peer, ratio, first, goal }) => [
    scenario,
    ours ? ours.rate.median.toFixed(0) : '–',
    peer ? peer.rate.median.toFixed(0) : '–',
    ratio ? range(ratio) : '–',
    first === undefined ? '–' : `${first}× ${mark(ratio && ratio.median >= first)}`,
    goal === undefined ? '–' : `${goal}× ${mark(ratio && ratio.median >= goal)}`,
  ])
  const latencies = rows.map(({ scenario, ours, peer }) => [
    scenario,
    ours ? pair(ours) : '–',
    peer ? pair(peer) : '–',
    mark(ours && peer && ours.p99 <= peer.p99),
    mark(ours && ours.p99 <= 5 * ours.p50),
    String((ours?.failed ?? 0) + (peer?.failed ?? 0)),
  ])
  const costs = rows.map(({ scenario, ours, peer, costRatio }) => [
    scenario,
    microseconds(ours),
    microseconds(peer),
    costRatio ? range(costRatio) : '–',
    ours && peer ? `${percent(ours)}/${percent(peer)}` : '–',
  ])
  const whole = [
    ['process', 'ours', 'peer', 'first', 'goal'],
    wholeRow('start, s', median(ours?.starts ?? []), median(peer?.starts ?? []), startTarget, 2),
    wholeRow('memory idle, MB', ours?.idle, peer?.idle, memoryTarget.idle, 0),
    wholeRow('memory after load, MB', ours?.loaded, peer?.loaded, memoryTarget.loaded, 0),
  ]
  return [table([head, ...rates]), table([cpu, ...costs]), table([latency, ...latencies]), table(whole)].join('\n\n')
}

function wholeRow(
  name: string,
  ours: number | undefined,
  peer: number | undefined,
  target: { first: number; goal: number },
  digits: number,
): readonly string[] {
  const show = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits))
  const reached = (limit: number) => (show(ours) === '–' ? undefined : Number(ours) <= limit)
  return [
    name,
    show(ours),
    show(peer),
    `${target.first} ${mark(reached(target.first))}`,
    `${target.goal} ${mark(reached(target.goal))}`,
  ]
}

const range = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
const microseconds = (one: ServerFigures | undefined): string => one?.cost.median.toFixed(1) ?? '–'
const percent = ({ driverLoad }: ServerFigures): string => `${(driverLoad * 100).toFixed(0)} %`
const pair = ({ p50, p99 }: ServerFigures): string => `${p50.toFixed(1)}/${p99.toFixed(1)}`

/** Whether a target is reached: yes, no, or not known. */
function mark(reached: boolean | undefined): string {
  if (reached === undefined) return '·'
  return reached ? '✓' : '✗'
}
