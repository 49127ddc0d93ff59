import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import type { Browser, Page } from '../browser/browser.ts'
import { Skip } from '../rule.ts'
import { type Answer, assertGranted, text, toAnswer } from './answer.ts'
import { readJwt, withoutChallenge } from './expect.ts'
import type { TestClient } from './settings.ts'
import { assertClaimTypes } from './standard-claims.ts'
import { type Asking, encode, type Fields, type Outcome, type Target } from './target.ts'

/** The claims of a JWT. */
export type Claims = Readonly<Record<string, unknown>>

/** An authentication request that was followed to its end. */
export interface Authentication extends Outcome {
  readonly nonce: string | undefined
}

/** A login by the code flow. */
export interface Login {
  readonly response: Authentication
  readonly tokens: Answer
  readonly idToken: Claims
  readonly accessToken: string
}

/** Reads a list of the metadata; empty if it is missing. */
export function listed(target: Target, member: string): readonly string[] {
  const value = target.metadata[member]
  return Array.isArray(value) ? value.map(String) : []
}

/** @throws Skip if the metadata does not list a value */
export function requireListed(target: Target, member: string, value: string): void {
  if (!listed(target, member).includes(value)) throw new Skip(`${member} does not list ${value}`)
}

/** Sends an authentication request without PKCE, as the certification suite does, and follows it to its end. */
export async function authenticate(
  target: Target,
  client: TestClient,
  fields: Fields = {},
  asking: Asking = {},
): Promise<Authentication> {
  requireListed(target, 'scopes_supported', 'openid')
  target.person()
  const nonce = 'nonce' in fields ? fields.nonce?.toString() : randomBytes(6).toString('base64url')
  const request = { scope: 'openid', ...withoutChallenge, ...fields, nonce }
  return { ...(await target.authorize(client, request, asking)), nonce }
}

/** Sends an authentication request and follows redirects up to the first page of the issuer, or the response. */
export async function openRequest(target: Target, client: TestClient, browser: Browser, fields: Fields): Promise<Page> {
  const { client_id, redirect_uri } = client
  const request = { response_type: 'code', scope: 'openid', state: 's', nonce: 'n', client_id, redirect_uri, ...fields }
  return browser.follow(await browser.open(`${target.endpoint('authorization_endpoint')}?${encode(request)}`))
}

/** The errors of a request that needs the user although it must show no page (OIDC Core §3.1.2.6). */
export const needsUser = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required']

/** Encodes claims as an unsigned JWT. */
export function unsigned(claims: Readonly<Record<string, unknown>>): string {
  const encoded = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return `${encoded.join('.')}.`
}

/** Loads the discovery document (OIDC Discovery §4). @throws Skip if the issuer is no OpenID provider */
export async function readDiscovery(target: Target): Promise<Answer> {
  requireListed(target, 'scopes_supported', 'openid')
  return toAnswer(await fetch(`${target.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
}

/** Logs the user in by the code flow, and checks the ID token. */
export async function logIn(
  target: Target,
  client: TestClient,
  fields: Fields = {},
  asking: Asking = {},
): Promise<Login> {
  const response = await authenticate(target, client, fields, asking)
  return { response, ...(await redeemLogin(target, client, response)) }
}

/** Redeems the code of an authentication response, and checks the ID token. */
export async function redeemLogin(
  target: Target,
  client: TestClient,
  response: Authentication,
): Promise<Omit<Login, 'response'>> {
  const tokens = await target.redeem(client, response, { code_verifier: undefined })
  assertGranted(tokens)
  const idToken = await readIdToken(text(tokens, 'id_token'), target, client, response.nonce)
  return { tokens, idToken, accessToken: text(tokens, 'access_token') }
}

/** Validates an ID token (OIDC Core §3.1.3.7) and returns its claims. */
export async function readIdToken(
  token: string,
  target: Target,
  client: TestClient,
  nonce: string | undefined,
): Promise<Claims> {
  const { header, claims, isSigned } = await readJwt(token, target)
  assert.ok(isSigned, `the signature of the ID token is wrong (${header.alg})`)
  assert.equal(claims.iss, target.issuer, 'iss of the ID token')
  const audience = [claims.aud].flat()
  assert.ok(audience.includes(client.client_id), `aud of the ID token is ${audience}`)
  if (audience.length > 1) assert.equal(claims.azp, client.client_id, 'azp of an ID token for several audiences')
  const now = Date.now() / 1000
  assert.ok(typeof claims.exp === 'number' && claims.exp > now - 300 && claims.exp < now + year, `exp is ${claims.exp}`)
  assert.ok(typeof claims.iat === 'number' && Math.abs(claims.iat - now) < 300, `iat is ${claims.iat}`)
  assert.match(String(claims.sub), /^[\x20-\x7e]{1,255}$/, 'sub is not 1 to 255 printable ASCII characters')
  assert.equal(claims.nonce, nonce, 'nonce of the ID token')
  if ('acr' in claims) assert.ok(typeof claims.acr === 'string' && claims.acr !== '', 'acr is empty')
  if ('auth_time' in claims) {
    const age = now - Number(claims.auth_time)
    assert.ok(typeof claims.auth_time === 'number' && age > -300 && age < year, `auth_time is ${claims.auth_time}`)
  }
  assertClaimTypes(claims)
  return claims
}

/** In seconds. */
const year = 366 * 86_400

/** Hashes an access token or code for an ID token that is signed with SHA-256 (OIDC Core §3.1.3.6). */
export function halfHash(value: string | null): string {
  return createHash('sha256')
    .update(value ?? '')
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

/** Requests the UserInfo endpoint, by default by GET with the token in the header, and expects JSON about `sub`. */
export async function readUserinfo(target: Target, accessToken: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${accessToken}` }
  return toAnswer(await fetch(target.endpoint('userinfo_endpoint'), { headers, ...init }))
}

/** Asserts that a response is the claims of the user with the subject of an ID token (OIDC Core §5.3.2, §5.3.4). */
export function assertUserinfo({ status, headers, text, json }: Answer, { sub }: Claims): void {
  assert.equal(status, 200, text)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(json.sub, sub, 'sub differs from the ID token')
  assertClaimTypes(json)
}

/** Asserts that a secret cannot be guessed: at least 128 bits long, with an entropy above 96 bits. */
export function assertUnguessable(secret: string | null, name: string): void {
  const value = secret ?? ''
  assert.ok(value.length * 8 >= 128, `${name} has ${value.length} characters`)
  const counts = [...new Set(value)].map((one) => value.split(one).length - 1)
  const perCharacter = -counts.reduce((sum, count) => sum + (count / value.length) * Math.log2(count / value.length), 0)
  const entropy = perCharacter * value.length
  assert.ok(entropy > 96, `${name} has an entropy of ${entropy.toFixed(1)} bits`)
}
