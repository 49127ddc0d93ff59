/** Returns the value below which the share `p` (0 to 1) of the ascending `sorted` lies; NaN when empty. */
export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? sorted[0] ?? Number.NaN
}

/** Returns the median; NaN when empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}

/** Minimum, median and maximum of several measurements. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** Computes the spread of repeated measurements. */
export function spread(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) }
}

/** Divides pair by pair, so that only measurements of the same round are compared. */
export function ratios(ours: readonly number[], peer: readonly number[]): readonly number[] {
  return ours.flatMap((value, round) => {
    const other = peer[round]
    return other === undefined ? [] : [value / other]
  })
}
