import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import type { Response } from './response-parser.ts'

/** The checked part of a token endpoint's response. */
export interface TokenAnswer {
  readonly access_token: string
  readonly refresh_token: string | undefined
  readonly id_token: string | undefined
}

/** Reads a token response; throws unless it is a 200 with a bearer token. */
export function readTokens(response: Response): TokenAnswer {
  const body = readObject(response)
  const { access_token, refresh_token, id_token, token_type } = body
  if (typeof access_token !== 'string' || String(token_type).toLowerCase() !== 'bearer') {
    throw new Error(`no bearer token in ${response.body.slice(0, 200)}`)
  }
  return {
    access_token,
    refresh_token: typeof refresh_token === 'string' ? refresh_token : undefined,
    id_token: typeof id_token === 'string' ? id_token : undefined,
  }
}

/** Reads a JSON object; throws unless the status is 200. */
export function readObject(response: Response): Record<string, unknown> {
  if (response.status !== 200) throw new Error(`status ${response.status}: ${response.body.slice(0, 200)}`)
  const body: unknown = JSON.parse(response.body)
  if (typeof body !== 'object' || body === null) throw new Error('the body is not a JSON object')
  return Object.fromEntries(Object.entries(body))
}

/** Throws unless the token is opaque: at least 128 bits, and not a JWT. */
export function expectOpaque(token: string): void {
  if (token.length < 22 || token.split('.').length === 3) throw new Error(`not an opaque token: ${token}`)
}

const headers = new Map<string, string>()

/** Throws unless the token has the form of a JWT signed with `alg`; a header seen before is not decoded again. */
export function expectJwt(token: string, alg: string): void {
  const first = token.indexOf('.')
  const second = token.indexOf('.', first + 1)
  if (first < 1 || second <= first + 1 || second === token.length - 1) throw new Error(`not a JWT: ${token}`)
  const header = token.slice(0, first)
  let found = headers.get(header)
  if (found === undefined) {
    found = String(decode(header).alg)
    headers.set(header, found)
  }
  if (found !== alg) throw new Error(`the token is signed with ${found}, not ${alg}`)
}

/** Verifies signature, issuer, audience and expiry of a JWT with a JWK set. @throws Error naming the failed check */
export function verifyJwt(token: string, keys: readonly JsonWebKey[], issuer: string, audience: string): void {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { alg, kid } = decode(header)
  const jwk = keys.find((key) => key.kid === kid)
  if (jwk === undefined) throw new Error(`no key ${String(kid)} in the key set`)
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const signed = Buffer.from(`${header}.${payload}`)
  if (!verify('sha256', signed, keyFor(String(alg), key), Buffer.from(signature, 'base64url'))) {
    throw new Error('the signature is not valid')
  }
  const { iss, aud, exp } = decode(payload)
  if (iss !== issuer) throw new Error(`the token names the issuer ${String(iss)}`)
  if (![aud].flat().includes(audience)) throw new Error(`the audience of the token is ${String(aud)}, not ${audience}`)
  if (typeof exp !== 'number' || exp * 1000 < Date.now()) throw new Error('the token has expired')
}

function keyFor(alg: string, key: KeyObject): KeyObject | { key: KeyObject; dsaEncoding: 'ieee-p1363' } {
  return alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key
}

function decode(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
