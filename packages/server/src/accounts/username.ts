/** Longer than any username, in characters. */
const longest = 300

/**
 * Makes usernames comparable: one form for each text a person sees as the same (Unicode NFKC, lower case; RFC 8265 §3.3).
 * The result is bounded, though NFKC makes up to 18 characters of one; a text that was cut equals no username.
 */
export function normalizeUsername(username: string): string {
  const normalized = username.slice(0, longest).normalize('NFKC').toLowerCase().trim()
  if (username.length <= longest && normalized.length <= longest) return normalized
  // NFKC leaves no ellipsis, so no username has one.
  return `${normalized.slice(0, longest)}…`
}

/** Says why a text may not be a username, or undefined if it may. */
export function usernameFault(username: string): string | undefined {
  if (username.length === 0 || username.length > 200) return 'must have 1 to 200 characters'
  if (/[\p{C}\p{Z}]/u.test(username)) return 'must not contain spaces or invisible characters'
  return undefined
}

/**
 * Whether a username may be taken for an e-mail address. Users may not choose one: whose username is another user's address
 * would be logged in instead of them.
 */
export function isLikeEmail(username: string): boolean {
  return normalizeUsername(username).includes('@')
}
