import { readFileSync } from 'node:fs'
import { UsageError } from '../refusals.ts'

/** Reads public keys from a file: a JWK Set, or one JWK (RFC 7517). @throws UsageError */
export function readJwks(file: string): unknown {
  const document = readJson(file)
  const isSet = typeof document === 'object' && document !== null && 'keys' in document
  return isSet ? document : { keys: [document] }
}

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new UsageError(`--jwks ${file}: the file cannot be read (${why})`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--jwks ${file}: write the public keys as JSON: a JWK Set, or one JWK (RFC 7517)`)
  }
}
