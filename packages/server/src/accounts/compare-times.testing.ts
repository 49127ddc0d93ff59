/** The rounds of a comparison: some dozens in the gate; `VALETKEY_TIMING_ROUNDS=5000` runs the long form. */
export function timingRounds(short: number): number {
  return Number(process.env.VALETKEY_TIMING_ROUNDS ?? short)
}

/** Something whose time must not depend on its name: makes a request and returns the times to compare, in milliseconds. */
export type Way = (round: number) => Promise<number>

export interface Sample {
  readonly name: string
  readonly times: readonly number[]
}

/** A way compared with the first one. */
export interface Compared {
  readonly name: string
  /** In milliseconds. */
  readonly median: number
  /** How far the median may be from that of the first way: chance, by the spread of both, a tenth and half a millisecond. */
  readonly medianTolerance: number
  /**
   * How probable it is that one try takes longer than one of the first way: 0.5 if their times do not distinguish them (the
   * statistic of Mann and Whitney, divided by the number of pairs).
   */
  readonly slower: number
}

export interface Sampling {
  readonly ways: Readonly<Record<string, Way>>
  readonly rounds: number
  /** Called before each round. */
  readonly prepare?: (round: number) => Promise<void>
}

/** Runs ways in rounds, each in a random order, so that whatever else the machine does falls on all of them alike. */
export async function sampleTimes({ ways, rounds, prepare }: Sampling): Promise<readonly Sample[]> {
  const samples = Object.entries(ways).map(([name, way]) => ({ name, way, times: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    await prepare?.(round)
    const order = samples.map((sample) => ({ sample, place: Math.random() }))
    for (const { sample } of order.toSorted((one, other) => one.place - other.place))
      sample.times.push(await sample.way(round))
  }
  return samples
}

/** Measures one call. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await call()
  return performance.now() - started
}

export function compareTimes([first, ...others]: readonly Sample[]): readonly Compared[] {
  if (first === undefined) return []
  const base = quantile(first.times, 0.5)
  return [first, ...others].map(({ name, times }) => ({
    name,
    median: quantile(times, 0.5),
    medianTolerance: 0.5 + base / 10 + 5 * Math.hypot(medianError(times), medianError(first.times)),
    slower: shareSlower(times, first.times),
  }))
}

/**
 * How far `slower` may be from 0.5 for a number of tries: five standard errors, so that chance alone fails one comparison in
 * two million, and 0.02 for what is too small to be of use: to notice such a difference takes over a thousand tries of
 * each, and an account allows ten in five minutes.
 */
export function toleranceOf(tries: number): number {
  return 0.02 + 5 * Math.sqrt((2 * tries + 1) / (12 * tries * tries))
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0
}

/** The standard error of a median, by the quartiles. */
function medianError(times: readonly number[]): number {
  return (0.93 * (quantile(times, 0.75) - quantile(times, 0.25))) / Math.sqrt(times.length)
}

/** The share of pairs in which `times` has the larger value; half of the pairs that are equal. */
function shareSlower(times: readonly number[], base: readonly number[]): number {
  const all = [...times.map((time) => ({ time, isOurs: true })), ...base.map((time) => ({ time, isOurs: false }))]
  all.sort((one, other) => one.time - other.time)
  let rankSum = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (all[to + 1]?.time === all[from]?.time && to + 1 < all.length) to++
    const rank = (from + to) / 2 + 1
    for (let at = from; at <= to; at++) if (all[at]?.isOurs === true) rankSum += rank
    from = to + 1
  }
  return (rankSum - (times.length * (times.length + 1)) / 2) / (times.length * base.length)
}

export function describeTimes(compared: readonly Compared[]): string {
  return compared
    .map(({ name, median: time, slower }) => `${name}: ${time.toFixed(2)} ms (${slower.toFixed(3)})`)
    .join(', ')
}
