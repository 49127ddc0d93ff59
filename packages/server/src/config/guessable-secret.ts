/** Secrets printed in the documentation, the demo and the examples. */
const printed: readonly RegExp[] = [/-demo-secret$/, /^a-long-random-secret-that-only-/]

/** Whether a client's secret is printed in the documentation, the demo or an example, and therefore public. */
export function isPrintedSecret(secret: string): boolean {
  return printed.some((pattern) => pattern.test(secret))
}

const fewestCharacters = 8

/** Returns why the server's secret is guessable; undefined if no weakness is found. */
export function guessableSecretFault(secret: string): string | undefined {
  if (isPrintedSecret(secret)) return 'is printed in the documentation or an example'
  const different = new Set(secret).size
  if (different < fewestCharacters) return `has only ${different} different characters`
  const repeatsAfter = `${secret}${secret}`.indexOf(secret, 1)
  if (repeatsAfter < secret.length) return `repeats itself after ${repeatsAfter} characters`
  const steps = [...secret].filter((one, index) => Math.abs(one.charCodeAt(0) - secret.charCodeAt(index - 1)) <= 1)
  if (steps.length > secret.length / 2) return 'is a sequence of characters that follow each other'
  return /change.?(?:me|it|this)|^(?:secret|password|valetkey)[\d\W]*$/i.test(secret) ? 'is a placeholder' : undefined
}

/** Fewer characters than these can be guessed with enough attempts. */
const shortestClientSecret = 16

/** Returns why a client's secret is guessable; undefined if no weakness is found. */
export function guessableClientSecretFault(secret: string): string | undefined {
  if (secret.length < shortestClientSecret) return `has only ${secret.length} characters`
  return guessableSecretFault(secret) ?? (isMadeOfWords(secret) ? 'consists of words' : undefined)
}

/**
 * A word is a run of letters of one case, with at most one capital; random text changes its kind of character sooner.
 */
function isMadeOfWords(secret: string): boolean {
  const words = secret.match(/\p{Lu}?\p{Ll}{3,}|\p{Lu}{4,}/gu) ?? []
  return words.join('').length > secret.length * 0.55
}
