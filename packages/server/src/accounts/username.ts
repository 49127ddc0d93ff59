/** Makes usernames comparable: one form for each text a person sees as the same (Unicode NFKC, lower case; RFC 8265 §3.3). */
export function normalizeUsername(username: string): string {
  return username.normalize('NFKC').toLowerCase().trim()
}

/** Says why a text may not be a username, or undefined where it may. */
export function usernameFault(username: string): string | undefined {
  if (username.length === 0 || username.length > 200) return 'must have 1 to 200 characters'
  if (/[\p{C}\p{Z}]/u.test(username)) return 'must not contain spaces or invisible characters'
  return undefined
}
