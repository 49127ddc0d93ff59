const mostNamed = 20

/** Writes names for a sentence, the first few of many. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return names.length <= mostNamed ? names.join(', ') : `${names.slice(0, mostNamed).join(', ')}, …`
}
