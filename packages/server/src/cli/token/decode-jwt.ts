import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt as decodeClaims } from 'jose/jwt/decode'

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>

/** Decodes a JWT without verifying it; undefined for any other text. */
export function decodeJwt(token: string): { readonly header: Members; readonly claims: Members } | undefined {
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeClaims(token) }
  } catch {
    return undefined
  }
}
