import { ClientError, type Step } from './client-error.ts'
import type { Connection } from './connection.ts'
import { tolerance, verifyToken } from './verify-token.ts'

/** The claims of a verified ID token, as they are on the wire (OIDC Core §2, §5.1). */
export interface IdTokenClaims {
  readonly iss: string
  /** Identifies the user at this issuer, forever: the value to store with your own record of the user. */
  readonly sub: string
  readonly exp: number
  readonly iat: number
  /** When the user logged in, in seconds since 1970. */
  readonly auth_time?: number
  readonly nonce?: string
  readonly acr?: string
  readonly amr?: readonly string[]
  /** The user's session at the server; logout tokens name it. */
  readonly sid?: string
  /** Other claims are not checked: their types are what the server sent. */
  readonly [claim: string]: unknown
}

/** What the ID token of a token response must confirm. */
export interface ExpectedIdToken {
  readonly nonce: string
  readonly maxAge?: number | undefined
  readonly acrValues?: readonly string[] | undefined
  readonly accessToken: string
  readonly code: string
}

/** Seconds since an ID token was issued after which it is not accepted as the response to a request. */
const mostAge = 600

/** Claims about the login, which a refresh does not change; the ID token of a refresh may leave them out (OIDC Core §12.2). */
const loginClaims = ['nonce', 'auth_time', 'acr', 'amr', 'sid'] as const

/**
 * Verifies the ID token of an authorization (OIDC Core §3.1.3.7).
 * @throws ClientError `invalid_id_token` naming the claim; `network` or `unexpected` if the keys cannot be fetched
 */
export async function verifyIdToken(
  connection: Connection,
  idToken: string,
  expected: ExpectedIdToken,
): Promise<IdTokenClaims> {
  const refuse = refusal('callback')
  const claims = await verifyClaims(connection, idToken, 'callback')
  const { nonce, maxAge, acrValues, accessToken, code } = expected
  const now = connection.now()
  if (claims.nonce !== nonce) throw refuse('nonce is not the one of the request (step 11)')
  if (acrValues !== undefined && (typeof claims.acr !== 'string' || !acrValues.includes(claims.acr))) {
    throw refuse('acr is not one of acrValues (step 12)')
  }
  if (maxAge !== undefined) {
    if (claims.auth_time === undefined) throw refuse('auth_time is missing, and maxAge was requested (step 13)')
    if (claims.auth_time < now - maxAge - tolerance) throw refuse('auth_time is longer ago than maxAge (step 13)')
  }
  await checkHash(
    claims.at_hash,
    accessToken,
    connection.idTokenAlgorithm,
    refuse('at_hash is not the hash of the access token (§3.1.3.8)'),
  )
  await checkHash(
    claims.c_hash,
    code,
    connection.idTokenAlgorithm,
    refuse('c_hash is not the hash of the code (§3.3.2.10)'),
  )
  return claims
}

/**
 * Verifies the ID token of a refresh: it must be about the same user and login as the first one (OIDC Core §12.2). Claims about
 * the login that it leaves out are kept from the first one: a logout token may name that `sid`.
 * @throws ClientError as `verifyIdToken` does
 */
export async function verifyRefreshedIdToken(
  connection: Connection,
  idToken: string,
  before: IdTokenClaims,
  accessToken: string,
): Promise<IdTokenClaims> {
  const refuse = refusal('refresh')
  const claims = await verifyClaims(connection, idToken, 'refresh')
  if (claims.sub !== before.sub) throw refuse('sub is another user than before (§12.2)')
  if (claims.iat < before.iat - tolerance) throw refuse('iat is before the one of the earlier ID token (§12.2)')
  const changed = (['nonce', 'auth_time'] as const).find(
    (name) => claims[name] !== undefined && before[name] !== undefined && claims[name] !== before[name],
  )
  if (changed !== undefined) throw refuse(`${changed} is not the one of the first ID token (§12.2)`)
  await checkHash(
    claims.at_hash,
    accessToken,
    connection.idTokenAlgorithm,
    refuse('at_hash is not the hash of the access token (§3.1.3.8)'),
  )
  const kept = loginClaims.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]]))
  return { ...Object.fromEntries(kept), ...claims }
}

async function verifyClaims(connection: Connection, idToken: string, during: Step): Promise<IdTokenClaims> {
  const refuse = refusal(during)
  const kind = { types: ['jwt'], requiredClaims: ['sub'], refuse }
  const { sub, auth_time, ...claims } = await verifyToken(connection, idToken, kind)
  if (typeof sub !== 'string' || sub === '' || sub.length > 255)
    throw refuse('sub is not a text of 1 to 255 characters')
  const now = connection.now()
  if (claims.iat < now - mostAge - tolerance) throw refuse('iat is too long ago (step 10)')
  if (auth_time !== undefined) {
    if (typeof auth_time !== 'number' || !Number.isFinite(auth_time)) throw refuse('auth_time is not a finite number')
    // It would satisfy every maxAge.
    if (auth_time > now + tolerance) throw refuse('auth_time is in the future')
  }
  return { ...claims, sub, ...(auth_time !== undefined && { auth_time }) } as IdTokenClaims
}

/** Compares a hash claim, which may be absent in the code flow (OIDC Core §3.1.3.6). */
async function checkHash(claim: unknown, value: string, algorithm: string, refusal: ClientError): Promise<void> {
  if (claim === undefined) return
  // Ed25519 signs by way of SHA-512 (RFC 8032 §5.1); the numbers in the other names are those of SHA-2.
  const [bits = '512'] = /\d{3}$/.exec(algorithm.replace('Ed25519', 'EdDSA')) ?? []
  const digest = await crypto.subtle.digest(`SHA-${bits}`, new TextEncoder().encode(value))
  // Without Buffer, which browsers do not have.
  const half = btoa(String.fromCharCode(...new Uint8Array(digest, 0, digest.byteLength / 2)))
  if (claim !== half.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')) throw refusal
}

function refusal(during: Step) {
  return (reason: string) =>
    new ClientError('invalid_id_token', `${during}: the ID token is refused: ${reason} (OIDC Core §3.1.3.7)`, {
      during,
    })
}

/**
 * Takes the ID token out of a token response, to be verified here with the server's keys, and returns the rest for oauth4webapi,
 * which would trust the connection instead of the signature.
 */
export async function takeIdToken(response: Response): Promise<{ readonly rest: Response; readonly idToken: unknown }> {
  const isJson = /^application\/json\b/i.test(response.headers.get('content-type') ?? '')
  if (response.status !== 200 || !isJson) return { rest: response, idToken: undefined }
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (typeof body !== 'object' || body === null || !('id_token' in body)) return { rest: response, idToken: undefined }
  await response.body?.cancel().catch(() => {})
  const { id_token: idToken, ...others } = body
  return { rest: new Response(JSON.stringify(others), response), idToken }
}
