import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { type Answer, text, toAnswer } from './answer.ts'
import type { Claims } from './openid.ts'
import type { TestClient } from './settings.ts'
import type { Target } from './target.ts'

/** Members of a client, with the names of OIDC Registration. */
export type Members = Readonly<Record<string, unknown>>

/** A client that registered itself. */
export interface Registered {
  readonly client: TestClient
  readonly members: Members
  /** Requests the registration itself (RFC 7592 §2). */
  manage(method: 'GET' | 'DELETE'): Promise<Answer>
}

const redirect_uri = 'https://client.example.com/callback'

/** Sends a registration request (OIDC Registration §3.1). @throws Skip if the issuer registers no clients */
export async function requestRegistration(target: Target, members: Members): Promise<Answer> {
  const body = JSON.stringify({ client_name: 'Conformance', redirect_uris: [redirect_uri], ...members })
  const headers = { 'content-type': 'application/json' }
  return toAnswer(await fetch(target.endpoint('registration_endpoint'), { method: 'POST', headers, body }))
}

/** Registers a client, which is removed after `use`. */
export async function withRegistered(
  target: Target,
  members: Members,
  use: (registered: Registered) => Promise<void>,
): Promise<void> {
  const answer = await requestRegistration(target, members)
  assert.equal(answer.status, 201, answer.text)
  const { json } = answer
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal('client_secret' in json, 'client_secret_expires_at' in json, 'client_secret_expires_at')
  assert.equal('registration_client_uri' in json, 'registration_access_token' in json, 'registration_access_token')
  if ('registration_client_uri' in json)
    assert.equal(new URL(String(json.registration_client_uri)).protocol, new URL(target.issuer).protocol)
  const headers = { authorization: `Bearer ${json.registration_access_token}` }
  const manage: Registered['manage'] = async (method) =>
    toAnswer(await fetch(text(answer, 'registration_client_uri'), { method, headers }))
  const [redirect] = [members.redirect_uris ?? redirect_uri].flat()
  const client = {
    client_id: text(answer, 'client_id'),
    ...(typeof json.client_secret === 'string' ? { client_secret: json.client_secret } : {}),
    token_endpoint_auth_method: text(answer, 'token_endpoint_auth_method'),
    redirect_uri: String(redirect),
    scope: 'openid',
  }
  try {
    await use({ client, members: json, manage })
  } finally {
    if ('registration_client_uri' in json) await manage('DELETE')
  }
}

/** Asserts that a registration is refused with 400 and JSON (OIDC Registration §3.3). */
export function assertNotRegistered({ status, headers, json, text }: Answer, ...codes: readonly string[]): void {
  assert.equal(status, 400, text)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.ok(codes.includes(String(json.error)), `expected ${codes.join(' or ')}, got ${text}`)
}

/** A key pair of a client, by which it signs with RS256. */
export interface ClientKey {
  /** The public key as a JWK Set. */
  readonly jwks: { readonly keys: readonly object[] }
  sign(claims: Claims): string
}

/** Makes an RSA key for a client; null leaves out its id, as clients with one key may (RFC 7517 §4.5). */
export function makeKey(kid: string | null = randomUUID()): ClientKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const named = kid === null ? {} : { kid }
  const jwk = { ...publicKey.export({ format: 'jwk' }), ...named, use: 'sig', alg: 'RS256' }
  return { jwks: { keys: [jwk] }, sign: (claims) => signJwt(claims, { alg: 'RS256', ...named }, privateKey) }
}

function signJwt(claims: Claims, header: object, key: KeyObject): string {
  const parts = [header, claims].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
  return [...parts, sign('sha256', Buffer.from(parts.join('.')), key).toString('base64url')].join('.')
}

/** Makes the fields by which a client authenticates with its key (RFC 7523 §2.2). */
export function assertion(client: TestClient, key: ClientKey, audience: string) {
  const now = Math.floor(Date.now() / 1000)
  const { client_id } = client
  const times = { iat: now, nbf: now, exp: now + 60, jti: randomUUID() }
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: key.sign({ iss: client_id, sub: client_id, aud: audience, ...times }),
  }
}
