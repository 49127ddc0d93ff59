/** An earlier end that a user may choose, counted from now. */
export interface SoonerEnd {
  readonly value: string
  readonly seconds: number
}

const choices = [
  { value: 'hour', seconds: 3600 },
  { value: 'day', seconds: 86_400 },
  { value: 'week', seconds: 7 * 86_400 },
  { value: 'month', seconds: 30 * 86_400 },
] as const

/** Lists the ends that are sooner than a key's own. */
export function soonerEnds(endsAt: number | undefined, now: number): readonly SoonerEnd[] {
  return choices.filter(({ seconds }) => endsAt === undefined || now + seconds * 1000 < endsAt)
}

/** Reads a chosen end; never later than the key's own, which is the end for anything that is no choice. */
export function toEnd(value: string | undefined, endsAt: number | undefined, now: number): number | undefined {
  const choice = choices.find((one) => one.value === value)
  if (choice === undefined) return endsAt
  return Math.min(now + choice.seconds * 1000, endsAt ?? Number.POSITIVE_INFINITY)
}
