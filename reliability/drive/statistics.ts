/** Returns the value below which this share of the numbers lies; NaN for none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Sums up times in milliseconds as figures. */
export function times(name: string, numbers: readonly number[]): Readonly<Record<string, string>> {
  const show = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
  return {
    [`${name}, p50`]: show(percentile(numbers, 0.5)),
    [`${name}, p99`]: show(percentile(numbers, 0.99)),
    [`${name}, longest`]: show(Math.max(...numbers)),
  }
}

/** How fast something grows, in units of y per unit of x, and how far that may be off. */
export interface Trend {
  readonly slope: number
  /** Two standard errors: the true slope lies within with a chance of 95 %. */
  readonly uncertainty: number
}

/**
 * Fits a line to points that follow one another in time. Neighbours resemble each other (memory rises from one garbage
 * collection to the next), so that many points know less than they seem to: the error is widened by their correlation.
 */
export function trendOf(points: readonly (readonly [number, number])[]): Trend {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const x = mean(points.map(([at]) => at))
  const y = mean(points.map(([, value]) => value))
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  const slope = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread
  const rest = points.map(([at, value]) => value - y - slope * (at - x))
  const squares = rest.reduce((sum, value) => sum + value ** 2, 0)
  const products = rest.slice(1).reduce((sum, value, index) => sum + value * (rest[index] ?? 0), 0)
  const alike = squares === 0 ? 0 : Math.min(0.99, Math.max(0, products / squares))
  const error = Math.sqrt(squares / (points.length - 2) / spread)
  return { slope, uncertainty: 2 * error * Math.sqrt((1 + alike) / (1 - alike)) }
}
