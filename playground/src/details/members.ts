/** Writes a JSON value over several lines. */
export const showJson = (value: unknown): string => JSON.stringify(value, null, 2)

/** The members of a JSON object as names and values; undefined for any other body. */
export function readMembers(body: string): readonly (readonly [name: string, value: string])[] | undefined {
  try {
    const content: unknown = JSON.parse(body)
    if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined
    return Object.entries(content).map(([name, value]) => [name, showMember(value)])
  } catch {
    return undefined
  }
}

/** Text as it is, everything else as JSON. */
export const showMember = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
