/** More levels than any parameter or registration has. */
const mostLevels = 20

/**
 * Checks whether a value that a stranger sent as JSON is nested more deeply than any that is needed. `JSON.parse` reads any depth,
 * and `JSON.stringify` fails at some thousands.
 */
export function isTooDeep(value: unknown, levels = mostLevels): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isTooDeep(one, levels - 1))
}
