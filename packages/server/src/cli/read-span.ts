import { UsageError } from './refusals.ts'

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Parses a duration such as `30m`, `24h` or `7d` into milliseconds. @throws UsageError */
export function readSpan(option: string, text: string): number {
  const [, number, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? []
  if (number === undefined) throw new UsageError(`${option} ${text}: give a number and a unit, such as 30m, 24h or 7d`)
  return Number(number) * (units[unit] ?? 0)
}
