/** An earlier end that a person may choose. */
export interface SoonerEnd {
  readonly value: string
  readonly label: string
}

const choices = [
  { value: 'hour', label: 'In 1 hour', seconds: 3600 },
  { value: 'day', label: 'In 1 day', seconds: 86_400 },
  { value: 'week', label: 'In 7 days', seconds: 7 * 86_400 },
  { value: 'month', label: 'In 30 days', seconds: 30 * 86_400 },
] as const

/** Lists the ends that are sooner than a key's own. */
export function soonerEnds(endsAt: number | undefined, now: number): readonly SoonerEnd[] {
  return choices
    .filter(({ seconds }) => endsAt === undefined || now + seconds * 1000 < endsAt)
    .map(({ value, label }) => ({ value, label }))
}

/** Reads a chosen end; never later than the key's own, which also stands for anything that is no choice. */
export function toEnd(value: string | undefined, endsAt: number | undefined, now: number): number | undefined {
  const choice = choices.find((one) => one.value === value)
  if (choice === undefined) return endsAt
  return Math.min(now + choice.seconds * 1000, endsAt ?? Number.POSITIVE_INFINITY)
}
