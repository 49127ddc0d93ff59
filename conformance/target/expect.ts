import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { Skip } from '../rule.ts'
import { assertDescription, toAnswer } from './answer.ts'
import type { TestClient } from './settings.ts'
import type { Outcome, Target } from './target.ts'

/** Leaves PKCE out of an authorization request. */
export const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined }

/** Lists the scopes that a client may ask for. */
export function scopes(client: TestClient): readonly string[] {
  return client.scope?.split(' ') ?? []
}

/** The parameters of an error response, with those of Session Management and RFC 9207. */
const errorParameters = ['error', 'error_description', 'error_uri', 'state', 'session_state', 'iss']

/** Asserts that an error was sent to the client, with `state`, and without code, token or anything else (RFC 6749 §4.1.2.1). */
export function assertError(outcome: Outcome, ...codes: readonly string[]): void {
  const { fields, page, state, to } = outcome
  assert.ok(to, `it was answered with a page (${page.status}) and not with a redirect`)
  assert.equal(fields.get('code') ?? fields.get('access_token'), null, 'it was granted')
  assert.ok(codes.includes(String(fields.get('error'))), `expected ${codes.join(' or ')}, got ${fields}`)
  assert.equal(fields.get('state'), state)
  assert.deepEqual(
    [...fields.keys()].filter((name) => !errorParameters.includes(name)),
    [],
    'parameters that errors do not have',
  )
  assertDescription(fields.get('error_description'))
}

/** Asserts that the issuer shows an error page and sends nothing to a redirect URI (RFC 6749 §4.1.2.1). */
export function assertPage({ page, to }: Outcome, about = ''): void {
  assert.equal(to, undefined, `it was sent to ${to} ${about}`)
  assert.ok(page.status >= 400 && page.status < 500, `it was answered with ${page.status} ${about}`)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/, 'it is no page for a person')
}

/** Loads the issuer's public keys (RFC 7517 §5). */
export async function readJwks(target: Target): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { json } = await toAnswer(await fetch(target.endpoint('jwks_uri')))
  return Array.isArray(json.keys) ? json.keys : []
}

/** Reads a JWT and checks its signature. @throws Skip if the token is not a JWT */
export async function readJwt(token: string, target: Target) {
  const [head = '', body = '', signature = ''] = token.split('.')
  if (body === '') throw new Skip('the access token is opaque')
  const header = decode(head)
  const jwk = (await readJwks(target)).find(({ kid }) => kid === header.kid)
  assert.ok(jwk, 'no key of the key set has the kid of the token')
  const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }) // checked by the function that reads it
  const signed = { key, dsaEncoding: 'ieee-p1363' } as const
  const isSigned = verify(`sha${String(header.alg).slice(2)}`, Buffer.from(`${head}.${body}`), signed, bytes(signature))
  return { header, claims: decode(body), isSigned }
}

const bytes = (part: string) => Buffer.from(part, 'base64url')

function decode(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(bytes(part).toString()) as Readonly<Record<string, unknown>> // a JWT's parts are objects
}
