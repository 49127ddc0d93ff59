import type { JsonObject } from '../oauth/ports.ts'

/**
 * Returns the claims of an embedding application as they will be sent. `updated_at` may be a `Date`, as databases return it, and
 * becomes a number of seconds (OIDC Core §5.1).
 * @throws TypeError for claims that JSON cannot hold, such as a `bigint`, and for a `name` that is not a string
 */
export function writtenClaims(claims: object): JsonObject {
  const updatedAt: unknown = 'updated_at' in claims ? claims.updated_at : undefined
  const inSeconds = updatedAt instanceof Date ? { updated_at: Math.floor(updatedAt.getTime() / 1000) } : {}
  const written: unknown = JSON.parse(JSON.stringify({ ...claims, ...inSeconds }))
  if (Array.isArray(claims) || !isObject(written)) throw new TypeError('the claims are not an object')
  const { name } = written
  if (name !== undefined && name !== null && typeof name !== 'string')
    throw new TypeError('the claim name is not a string')
  return written
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
