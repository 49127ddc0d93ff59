import assert from 'node:assert/strict'
import { Skip } from '../rule.ts'
import { type Authentication, authenticate, type Claims, listed, readIdToken } from './openid.ts'
import type { TestClient } from './settings.ts'
import type { Asking, Fields, Target } from './target.ts'

const flows = {
  implicit: ['id_token', 'id_token token'],
  hybrid: ['code id_token', 'code token', 'code id_token token'],
} as const

/** Lists the response types of a flow that the issuer supports. @throws Skip if it supports none */
export function frontTypes(target: Target, flow: keyof typeof flows): readonly string[] {
  const supported = listed(target, 'response_types_supported')
  const types = flows[flow].filter((type) => supported.includes(type))
  if (types.length === 0) throw new Skip(`response_types_supported has none of ${flows[flow].join(', ')}`)
  return types
}

/** Lists the response types of OpenID Connect that the issuer supports. */
export function responseTypes(target: Target): readonly string[] {
  const supported = listed(target, 'response_types_supported')
  return ['code', ...flows.implicit, ...flows.hybrid].filter((type) => supported.includes(type))
}

/** Names the parameter of the response in which a part of a response type arrives. */
export function nameOf(part: string): string {
  return part === 'token' ? 'access_token' : part
}

/**
 * Logs the user in with a response type other than `code`, and checks the response: all parts in the fragment, none else,
 * and a valid ID token. The claims are empty if the response type has no ID token.
 */
export async function logInFront(
  target: Target,
  client: TestClient,
  response_type: string,
  fields: Fields = {},
  asking: Asking = {},
): Promise<{ readonly response: Authentication; readonly idToken: Claims }> {
  const response = await authenticate(target, client, { response_type, ...fields }, asking)
  assert.equal(response.by, 'fragment', `${response_type}: ${response.fields} ${response.page.status}`)
  assert.equal(response.fields.get('state'), response.state)
  const parts = response_type.split(' ').map(nameOf)
  for (const name of ['code', 'access_token', 'id_token']) {
    assert.equal(response.fields.has(name), parts.includes(name), `${response_type}: ${name}`)
  }
  const idToken = response.fields.get('id_token')
  return { response, idToken: idToken === null ? {} : await readIdToken(idToken, target, client, response.nonce) }
}
