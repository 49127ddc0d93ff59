/** Options that are or may contain a secret. */
const secretNames = /secret|password|token$|database|^mail$/i

const longest = 80

/**
 * Formats a refused value for an error; undefined if it may be a secret: in an option that contains one, a URL with a
 * user name, and text where entries belong (`accounts: alice:wonderland`).
 */
export function toReceived(value: unknown, path: readonly PropertyKey[]): string | undefined {
  if (path.some((part) => typeof part === 'string' && secretNames.test(part))) return undefined
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'keys of its own'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || /\/\/[^/]*@/.test(value)) return undefined
  const characters = [...value]
  return JSON.stringify(characters.length > longest ? `${characters.slice(0, longest).join('')}…` : value)
}
