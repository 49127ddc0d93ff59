import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** A key pair of a client. */
export interface ClientKeyPair {
  readonly algorithm: string
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
  readonly privateJwk: JWK
}

/** Makes a key pair for an algorithm. */
export async function makeClientKey(algorithm: string, kid: string): Promise<ClientKeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), kid }
  return { algorithm, kid, privateKey, publicJwk, privateJwk: { ...(await exportJWK(privateKey)), kid } }
}

/** Claims and headers that differ from the usual ones; undefined leaves a claim out. */
export interface JwtChange {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
}

/** Makes a client assertion (RFC 7523 §3). */
export async function signAssertion(
  clientId: string,
  key: Pick<ClientKeyPair, 'algorithm' | 'kid' | 'privateKey'> | Uint8Array,
  { issuer, claims = {}, header = {} }: JwtChange & { readonly issuer: string },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat: now, exp: now + 60 }
  const payload = JSON.parse(JSON.stringify({ ...usual, ...claims }))
  const isSecret = key instanceof Uint8Array
  const alg = isSecret ? 'HS256' : key.algorithm
  const jwt = new SignJWT(payload).setProtectedHeader({ alg, ...(isSecret ? {} : { kid: key.kid }), ...header })
  return jwt.sign(isSecret ? key : key.privateKey)
}

/** The form members that carry an assertion. */
export function assertionFields(assertion: string): Readonly<Record<string, string>> {
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}
