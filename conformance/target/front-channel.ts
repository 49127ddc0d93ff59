import assert from 'node:assert/strict'
import { Skip } from '../rule.ts'
import type { Answer } from './answer.ts'
import {
  type Authentication,
  assertUserinfo,
  authenticate,
  type Claims,
  halfHash,
  listed,
  readIdToken,
  readUserinfo,
  redeemLogin,
  requireListed,
} from './openid.ts'
import type { TestClient } from './settings.ts'
import { assertClaimTypes } from './standard-claims.ts'
import type { Asking, Fields, Outcome, Target } from './target.ts'

const flows = {
  code: ['code'],
  implicit: ['id_token', 'id_token token'],
  hybrid: ['code id_token', 'code token', 'code id_token token'],
} as const

/** A response type and how the response is returned: in the default mode, or by a form. */
export type Way = { readonly response_type: string; readonly response_mode?: 'form_post' }

/**
 * Lists the response types of a flow that the issuer supports, each in the default mode and, if the issuer supports it, by a
 * form. @throws Skip if it supports none
 */
export function waysOf(target: Target, flow: keyof typeof flows): readonly Way[] {
  const supported = listed(target, 'response_types_supported')
  const types = flows[flow].filter((type) => supported.includes(type))
  if (types.length === 0) throw new Skip(`response_types_supported has none of ${flows[flow].join(', ')}`)
  const modes = listed(target, 'response_modes_supported').includes('form_post') ? [{ response_mode: 'form_post' }] : []
  return types.flatMap((response_type) => [
    { response_type },
    ...modes.map(() => ({ response_type, response_mode: 'form_post' as const })),
  ])
}

/** Lists the supported ways of all flows. */
export function supportedWays(target: Target): readonly Way[] {
  const supported = listed(target, 'response_types_supported')
  const names = ['code', 'implicit', 'hybrid'] as const
  return names
    .filter((flow) => flows[flow].some((type) => supported.includes(type)))
    .flatMap((flow) => waysOf(target, flow))
}

/** Lists the supported response types of all flows, by a form. @throws Skip if the issuer does not support `form_post` */
export function postedWays(target: Target): readonly Way[] {
  requireListed(target, 'response_modes_supported', 'form_post')
  return supportedWays(target).filter(({ response_mode }) => response_mode !== undefined)
}

/** Lists the code flow, by a form. @throws Skip if the issuer does not support it */
export function postedCode(target: Target): readonly Way[] {
  requireListed(target, 'response_types_supported', 'code')
  return postedWays(target).filter(({ response_type }) => response_type === 'code')
}

/** Checks something for each way, one after the other. */
export async function each(ways: readonly Way[], check: (way: Way) => Promise<void>): Promise<void> {
  for (const way of ways) {
    await check(way).catch((cause: unknown) => {
      if (cause instanceof Error && !(cause instanceof Skip)) cause.message = `${nameOf(way)}: ${cause.message}`
      throw cause
    })
  }
}

export const nameOf = ({ response_type, response_mode }: Way): string =>
  response_mode === undefined ? response_type : `${response_type} by ${response_mode}`

/** Whether the response type of a way has a part. */
export const has = ({ response_type }: Way, part: 'code' | 'id_token' | 'token'): boolean =>
  response_type.split(' ').includes(part)

/** Asserts where a response is: in the fragment or the form, and nothing of it in the query (OAuth 2.0 Multiple Response Types §5). */
export function assertPlace({ by, to, query, fields, page }: Outcome, { redirect_uri }: TestClient, way: Way): void {
  const expected = way.response_mode ?? (way.response_type === 'code' ? 'query' : 'fragment')
  assert.equal(by, expected, `${fields} ${page.status}`)
  assert.equal(to, redirect_uri, 'the address of the response')
  if (by !== 'query') assert.deepEqual([...query], [], 'there are parameters in the query')
}

/** A login that was followed to its end: the code, if there is one, was redeemed. */
export interface FrontLogin {
  readonly response: Authentication
  /** Of the token response if there is a code, otherwise of the authorization response. */
  readonly idToken: Claims
  readonly hint: string
  readonly accessToken: string | undefined
  readonly tokens: Answer | undefined
}

/**
 * Logs the user in and checks all of it: the place and the parts of the response, both ID
 * tokens with the hashes of what comes with them (OIDC Core §3.2.2.10, §3.3.2.11), and every access token at userinfo.
 */
export async function logInBy(
  target: Target,
  client: TestClient,
  way: Way,
  fields: Fields = {},
  asking: Asking = {},
): Promise<FrontLogin> {
  const response = await authenticate(target, client, { ...way, ...fields }, asking)
  const front = await readFront(target, client, way, response)
  const frontToken = response.fields.get('access_token')
  if (frontToken !== null) await checkUserinfo(target, frontToken, front)
  if (!has(way, 'code')) {
    const hint = response.fields.get('id_token') ?? ''
    return { response, idToken: front ?? {}, hint, accessToken: frontToken ?? undefined, tokens: undefined }
  }
  const { tokens, idToken, accessToken } = await redeemLogin(target, client, response)
  checkHashes(idToken, { code: response.fields.get('code'), accessToken })
  assertClaimTypes(idToken)
  if (front !== undefined) assert.deepEqual([idToken.iss, idToken.sub], [front.iss, front.sub], 'iss and sub')
  await checkUserinfo(target, accessToken, idToken)
  return { response, idToken, hint: String(tokens.json.id_token), accessToken, tokens }
}

/** Checks an authorization response; returns the claims of its ID token. */
async function readFront(target: Target, client: TestClient, way: Way, response: Authentication) {
  const { fields } = response
  assert.equal(fields.get('error'), null, String(fields))
  assertPlace(response, client, way)
  assert.equal(fields.get('state'), response.state, 'state')
  if (fields.has('iss')) assert.equal(fields.get('iss'), target.issuer, 'iss of the response')
  const parts = { code: 'code', token: 'access_token', id_token: 'id_token' } as const
  for (const part of ['code', 'token', 'id_token'] as const)
    assert.equal(fields.has(parts[part]), has(way, part), `${parts[part]}: ${fields}`)
  const accessToken = fields.get('access_token')
  if (accessToken !== null) {
    assert.equal(fields.get('token_type')?.toLowerCase(), 'bearer', 'token_type')
    assert.match(fields.get('expires_in') ?? '', /^[1-9]\d*$/, 'expires_in')
  }
  const idToken = fields.get('id_token')
  if (idToken === null) return undefined
  const claims = await readIdToken(idToken, target, client, response.nonce)
  assertClaimTypes(claims)
  const code = fields.get('code')
  assert.equal('c_hash' in claims, code !== null, 'c_hash')
  assert.equal('at_hash' in claims, accessToken !== null, 'at_hash')
  checkHashes(claims, { code, accessToken })
  return claims
}

function checkHashes(
  { c_hash, at_hash }: Claims,
  { code, accessToken }: { readonly code: string | null; readonly accessToken: string | null },
): void {
  if (c_hash !== undefined) assert.equal(c_hash, halfHash(code), 'c_hash')
  if (at_hash !== undefined) assert.equal(at_hash, halfHash(accessToken), 'at_hash')
}

async function checkUserinfo(target: Target, accessToken: string, idToken: Claims | undefined): Promise<void> {
  const answer = await readUserinfo(target, accessToken)
  assert.equal(answer.status, 200, answer.text)
  assertClaimTypes(answer.json)
  if (idToken !== undefined) assertUserinfo(answer, idToken)
}
