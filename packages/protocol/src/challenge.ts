/** A `WWW-Authenticate` challenge (RFC 9110 §11.6.1). */
export interface Challenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Formats a challenge with every value quoted; undefined values are left out (RFC 6750 §3). */
export function formatChallenge(scheme: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(parameters)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}="${value.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`)
  return pairs.length === 0 ? scheme : `${scheme} ${pairs.join(', ')}`
}

/** Parses the challenges of a `WWW-Authenticate` header; malformed parts are left out. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; pairs: [string, string][] }[] = []
  const token = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+.^`|~:/?-]+)))?/gy
  for (let match = token.exec(header); match !== null; match = token.exec(header)) {
    const [, word, quoted, bare] = match
    if (word === undefined) break
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare
    const current = challenges.at(-1)
    if (value === undefined) challenges.push({ scheme: word, pairs: [] })
    else if (current) current.pairs.push([word.toLowerCase(), value])
  }
  return challenges.map(({ scheme, pairs }) => ({ scheme, parameters: Object.fromEntries(pairs) }))
}
