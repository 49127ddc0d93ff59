/**
 * Describes the first unknown option, such as `client_secret` for `clientSecret`, with the one that was probably intended.
 * Undefined if all are known.
 */
export function unknownOptionFault(given: object, known: readonly string[]): string | undefined {
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown === undefined) return undefined
  const nearest = known.toSorted((a, b) => distance(unknown, a) - distance(unknown, b))[0]
  const isNear = nearest !== undefined && distance(unknown, nearest) <= Math.max(2, nearest.length / 3)
  return isNear
    ? `unknown option ${unknown}: did you mean ${nearest}?`
    : `unknown option ${unknown}; the options are ${known.join(', ')}`
}

/** Counts the letters to change, insert or remove (Levenshtein), without regard to case, `_` and `-`. */
function distance(one: string, other: string): number {
  const [a, b] = [fold(one), fold(other)]
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const [left = 0, up = 0, diagonal = 0] = [next[j], row[j + 1], row[j]]
      next.push(Math.min(left + 1, up + 1, diagonal + (letter === b[j] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? 0
}

function fold(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase().slice(0, 40)
}
