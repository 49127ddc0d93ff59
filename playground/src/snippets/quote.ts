/**
 * Characters that are escaped wherever they occur: a terminal or an editor obeys them instead of showing them. Controls end a
 * bracketed paste, and those of direction show a text in another order than it is read (CVE-2021-42574).
 */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/u

/** A word of a shell script for bash and zsh. Nothing in it is expanded. */
export function quoteShell(text: string): string {
  // A shell's words end at NUL.
  const whole = text.toWellFormed().replaceAll('\0', '\ufffd')
  if (!unseen.test(whole)) return `'${whole.replaceAll("'", "'\\''")}'`
  return `$'${escapeText(whole, "'", toShellBytes)}'`
}

/** The bytes in UTF-8: `\u` would depend on the locale. */
function toShellBytes(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `\\x${hex(byte, 2)}`).join('')
}

/** A string literal of JavaScript. */
export function quoteJavaScript(text: string): string {
  return `'${escapeText(text.toWellFormed(), "'", toUtf16)}'`
}

function toUtf16(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${hex(character.charCodeAt(index), 4)}`).join('')
}

/** A string literal of Python. */
export function quotePython(text: string): string {
  return `"${escapeText(text.toWellFormed(), '"', toCodePoint)}"`
}

/** An interpreted string literal of Go. */
export function quoteGo(text: string): string {
  return `"${escapeText(text.toWellFormed(), '"', toCodePoint)}"`
}

function toCodePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0
  return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`
}

/** A comment is one line in every language. */
export function toComment(text: string): string {
  return Array.from(text.toWellFormed(), (one) => (unseen.test(one) ? ' ' : one)).join('')
}

function escapeText(text: string, quote: string, write: (character: string) => string): string {
  return Array.from(text, (one) => {
    if (one === '\\' || one === quote) return `\\${one}`
    return unseen.test(one) ? write(one) : one
  }).join('')
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
