/**
 * Characters that a terminal acts on or does not show: C0 and C1 controls, line and paragraph separators, bidirectional
 * controls, zero-width and other invisible characters, lone surrogates (Unicode TR36).
 */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Surrogate}\u2800\ufff9-\ufffb]/gu
const unprintableInLines =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Surrogate}\u2800\ufff9-\ufffb]/gu

/**
 * Makes a caller's value safe to print on one line: characters that a terminal would act on are escaped, as `\u{1b}`.
 */
export function printable(value: unknown): string {
  return String(value).replace(unprintable, escaped)
}

/** The same for text of several lines, whose values are printable already. */
export function printableLines(text: string): string {
  return text.replace(unprintableInLines, escaped)
}

/** Escapes characters that JSON itself leaves unescaped; the meaning of the JSON is unchanged. */
export function printableJson(json: string): string {
  return json.replace(unprintableInLines, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at)).padStart(4, '0')}`).join(
      '',
    ),
  )
}

function escaped(character: string): string {
  return `\\u{${hex(character.codePointAt(0) ?? 0)}}`
}

function hex(number: number): string {
  return number.toString(16)
}
