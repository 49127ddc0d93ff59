/** Invisible or direction-changing characters with which a name can pretend to be another one (Unicode TR36). */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

const stackedMarks = /(\p{M}{3})\p{M}+/gu

const loneSurrogates = /\p{Surrogate}/gu

/** The limit for texts that must be complete: words that users agree to are never cut. */
export const unlimited = Number.POSITIVE_INFINITY

/**
 * Makes an untrusted string safe to show: removes bidi controls, zero-width and other invisible characters, lone
 * surrogates and stacked combining marks, replaces control characters with spaces, and cuts it at `limit` characters.
 */
export const visible = (text: string, limit = 120): string => {
  // Removed characters count too, so that the time depends on the limit and not on the input.
  const read = text.length > 20 * limit ? text.slice(0, 20 * limit) : text
  const seen = read
    .replace(loneSurrogates, '')
    .replace(unseen, '')
    .replace(controls, ' ')
    .replace(stackedMarks, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...seen]
  return characters.length <= limit ? seen : `${characters.slice(0, limit - 1).join('')}…`
}

/** The maximum length of a value shown to a developer. */
const longestRevealed = 2_000

/** Writes invisible characters as their code point, `U+200B`, so that a developer can see them. */
export const revealed = (text: string): string =>
  (text.length > longestRevealed ? `${text.slice(0, longestRevealed)}…` : text)
    .replace(unseen, codePoint)
    .replace(controls, (run) => [...run].map(codePoint).join(''))

const codePoint = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
