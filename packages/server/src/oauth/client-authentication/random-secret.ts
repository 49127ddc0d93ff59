/** The number of random bytes in a generated secret. */
export const secretBytes = 32

/**
 * Whether a secret is 32 random bytes in base64url, base64 or hex, as far as its text shows. A sentence, a pattern or a padded word
 * is not: each has repetitions, runs or too few different characters. About one random secret in a hundred fails too, which
 * costs it a slow hash and nothing else.
 */
export function isRandomSecret(secret: string): boolean {
  const isHex = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/.test(secret)
  if (!isHex && !/^(?:[A-Za-z0-9_-]{43}|[A-Za-z0-9+/]{43})=?$/.test(secret)) return false
  const bytes = Buffer.from(secret, isHex ? 'hex' : 'base64')
  if (bytes.length !== secretBytes || new Set(bytes).size < 23) return false
  return (
    !hasRuns(secret) &&
    !hasRuns(secret.toLowerCase()) &&
    !repeats(secret, isHex ? 7 : 4) &&
    (isHex ? isMixedHex(secret) : isMixed(secret))
  )
}

/** Makes a secret for a client. @param random base64url of so many random bytes */
export function makeClientSecret(random: (bytes: number) => string): string {
  for (;;) {
    const secret = random(secretBytes)
    if (isRandomSecret(secret)) return secret
  }
}

/** Words are of one case: of random text each class has its part, and changes come often. */
function isMixed(secret: string): boolean {
  const classes = [...secret].map((one) => (/[a-z]/.test(one) ? 'a' : /[A-Z]/.test(one) ? 'A' : '0'))
  const changes = classes.filter((one, index) => index > 0 && one !== classes[index - 1]).length
  const counts = ['a', 'A', '0'].map((name) => classes.filter((one) => one === name).length)
  const [lower = 0, upper = 0, others = 0] = counts
  return changes >= 14 && lower >= 8 && upper >= 10 && others >= 2 && new Set(secret).size >= 24
}

function isMixedHex(secret: string): boolean {
  return new Set(secret).size >= 11
}

/** Whether neighbours are the same or follow each other (aaa, abc, 321) more often than chance makes them. */
function hasRuns(secret: string): boolean {
  const steps = [...secret].map((one, index) => one.charCodeAt(0) - secret.charCodeAt(index - 1))
  return steps.filter((step) => Math.abs(step) <= 1).length > secret.length / 3
}

/** Whether a part of so many characters occurs twice. */
function repeats(secret: string, length: number): boolean {
  const parts = new Set<string>()
  for (let start = 0; start + length <= secret.length; start++) parts.add(secret.slice(start, start + length))
  return parts.size < secret.length - length + 1
}
