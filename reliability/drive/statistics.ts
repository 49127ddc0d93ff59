/** Answers the value below which this share of the numbers lies; NaN for none. */
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

/** Answers the slope of the line that fits the points best, in units of y per unit of x. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const upper = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return upper / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}
