/** Longer than any address (RFC 5321 §4.5.3.1.3), in characters. */
const longest = 320

/** What has a place in an address and in no header or list of addresses (RFC 5322 §3.4). */
const shape = /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+$/u

/**
 * Makes e-mail addresses comparable: trimmed, in NFKC and lower case; undefined for a text that is no address. Mail goes to
 * the address as the account has it, never to the one that somebody typed: texts that look the same may be equal here and
 * lead to two mailboxes.
 */
export function normalizeEmail(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > longest) return undefined
  const normalized = text.trim().normalize('NFKC').toLowerCase()
  return normalized.length <= longest && shape.test(normalized) ? normalized : undefined
}
