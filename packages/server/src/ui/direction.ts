/** Scripts that are written from right to left (Unicode UAX #9), by their codes of ISO 15924. */
const rightToLeft: ReadonlySet<string> = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'])

const known = new Map<string, boolean>()

/** Whether a language is written from right to left. */
export function isRightToLeft(language: string): boolean {
  const found = known.get(language)
  if (found !== undefined) return found
  const is = rightToLeft.has(scriptOf(language))
  known.set(language, is) // a handful: those that pages exist in
  return is
}

function scriptOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? ''
  } catch {
    return ''
  }
}
