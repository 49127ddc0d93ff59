import type { JsonObject } from '../../oauth/grant-context.ts'
import { UsageError } from '../refusals.ts'

/** The options that set and remove claims of an account. */
export interface ClaimOptions {
  readonly claim?: readonly string[]
  readonly removeClaim?: readonly string[]
}

/**
 * Reads claims that were given as NAME=VALUE: a value is JSON, or a text if it is not. Those to remove are null.
 * @throws UsageError
 */
export function readClaims({ claim = [], removeClaim = [] }: ClaimOptions): JsonObject | undefined {
  if (claim.length === 0 && removeClaim.length === 0) return undefined
  const set = claim.map((given) => {
    const at = given.indexOf('=')
    if (at < 1) throw new UsageError(`--claim ${given}: write NAME=VALUE, such as 'roles=["admin"]'`)
    return [given.slice(0, at), readValue(given.slice(at + 1), given)] as const
  })
  return Object.fromEntries([...removeClaim.map((name) => [name, null] as const), ...set])
}

function readValue(text: string, given: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Unquoted JSON loses its quotes in the shell: a list would be stored as a string that looks like one.
    if (!/^\s*[[{"]/.test(text)) return text
    throw new UsageError(
      `--claim ${given}: the value is not valid JSON: quote the whole argument, such as 'roles=["admin"]'`,
    )
  }
}
