/** How many codes a user gets at once. */
const codesAtOnce = 10

/** Letters and digits that are not taken for one another (Crockford's base32). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes recovery codes of 60 random bits each, in groups of four characters. */
export function makeRecoveryCodes(random: (bytes: number) => string): readonly string[] {
  return Array.from({ length: codesAtOnce }, () => {
    // A byte has 256 values, a multiple of 32: each character is as likely as the others.
    const characters = [...Buffer.from(random(12), 'base64url')].map((byte) => alphabet[byte % 32])
    return (characters.join('').match(/.{4}/g) ?? []).join('-')
  })
}

/** Reads a recovery code as users type it; undefined if it cannot be one. */
export function normalizeRecoveryCode(text: string): string | undefined {
  const code = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s‐-―-]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(code) ? code : undefined
}
