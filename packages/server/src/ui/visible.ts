/** Invisible or direction-changing characters with which a name can pretend to be another one (Unicode TR36). */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

const stackedMarks = /(\p{M}{3})\p{M}+/gu

const loneSurrogates = /\p{Surrogate}/gu

/** The limit for what must be read whole: words that people agree to are never cut. */
export const whole = Number.POSITIVE_INFINITY

/**
 * Makes a string that others wrote safe to look at: removes bidi controls, zero-width and other unseen characters, lone
 * surrogates and piles of combining marks, turns control characters into spaces, and cuts what is longer than `limit` characters.
 */
export const visible = (text: string, limit = 120): string => {
  // What is removed counts too, so that the time is bounded by the limit and not by what was sent.
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

/** The most that is shown to a developer of one value. */
const longestRevealed = 2_000

/** Writes unseen characters as their code point, `U+200B`, so that a developer sees what a person must not be fooled by. */
export const revealed = (text: string): string =>
  (text.length > longestRevealed ? `${text.slice(0, longestRevealed)}…` : text)
    .replace(unseen, codePoint)
    .replace(controls, (run) => [...run].map(codePoint).join(''))

const codePoint = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
