import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createBrowser } from '../browser/browser.ts'
import { findForm } from '../browser/forms.ts'
import { Skip } from '../rule.ts'
import { assertGranted, assertRefused, text } from './answer.ts'
import { assertError, assertPage, readJwt } from './expect.ts'
import { assertPlace, each, has, logInBy, type Way } from './front-channel.ts'
import {
  assertUnguessable,
  authenticate,
  type Claims,
  listed,
  needsUser,
  openRequest,
  readUserinfo,
  redeemLogin,
  requireListed,
} from './openid.ts'
import { withRegistered } from './registration.ts'
import { assertLean, claimsOfScopes } from './standard-claims.ts'
import type { Fields, Target } from './target.ts'

type Check = (target: Target, ways: readonly Way[]) => Promise<void>

/** A state with every character that need not be encoded (RFC 3986 §2.3). */
const longState = 'aZ09-._~'.repeat(16)

/** The response is complete and in its place, and its ID tokens have no claim of the user. */
export const checkLogin: Check = (target, ways) =>
  each(ways, async (way) => {
    const { response, idToken } = await logInBy(target, target.client('client'), way, { scope: 'openid' })
    if (has(way, 'code')) assertUnguessable(response.fields.get('code'), 'the code')
    assertLean(idToken)
  })

/** A silent request without a login and a malformed one are errors in the place of the response, with the exact state. */
export const checkErrors: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const refuse = async (fields: Fields, ...codes: readonly string[]) => {
      const request = { ...way, state: longState, ...fields }
      const outcome = await authenticate(target, client, request, { browser: createBrowser() })
      assertPlace(outcome, client, way)
      assertError({ ...outcome, state: longState }, ...codes)
      if (outcome.fields.has('iss')) assert.equal(outcome.fields.get('iss'), target.issuer)
    }
    await refuse({ prompt: 'none' }, ...needsUser)
    await refuse({ max_age: 'soon' }, 'invalid_request')
  })

/** A request without `response_type` is an error in the query, the default for it, or in the form. */
export const checkMissingType: Check = (target, ways) =>
  each(ways, async ({ response_mode }) => {
    const client = target.client('client')
    const fields = { response_type: undefined, response_mode }
    const outcome = await authenticate(target, client, fields)
    if (outcome.to === undefined) return assertPage(outcome)
    assert.equal(outcome.by, response_mode ?? 'query')
    assertError(outcome, 'invalid_request', 'unsupported_response_type')
  })

/** A request without nonce is refused if the authorization response has an ID token, and accepted otherwise. */
export const checkMissingNonce: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const outcome = await authenticate(target, client, { ...way, nonce: undefined })
    if (!has(way, 'id_token')) return assert.ok(outcome.fields.has('code'), String(outcome.fields))
    if (outcome.to === undefined) return assertPage(outcome)
    assertPlace(outcome, client, way)
    assertError(outcome, 'invalid_request')
  })

/** Hints and parameters that need not be understood cause no error. */
export const checkHints: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const supported = listed(target, 'acr_values_supported')
    for (const display of ['page', 'popup']) {
      const hints = { display, login_hint: 'buffy@example.com', ui_locales: 'se', claims_locales: 'se' }
      const acr_values = supported.length === 0 ? '1 2' : supported.join(' ')
      const { idToken } = await logInBy(target, client, way, { ...hints, acr_values, extra: 'foobar' })
      if (supported.length > 0) assert.ok(supported.includes(String(idToken.acr)), `acr is ${idToken.acr}`)
    }
  })

/** The login page is shown again for `prompt=login` and an old login, and `auth_time` is later. Runs in parallel, since it waits. */
export const checkRepeatedLogin: Check = async (target, ways) => {
  const types = new Map(ways.map((way) => [way.response_type, way]))
  await Promise.all([...types.values()].map((way) => each([way], (one) => repeatLogin(target, one))))
}

async function repeatLogin(target: Target, way: Way): Promise<void> {
  const client = target.client('client')
  const browser = createBrowser()
  let last: Claims = (await logInBy(target, client, way, {}, { browser })).idToken
  for (const again of [{ prompt: 'login' }, { max_age: '1' }]) {
    await setTimeout(2_100) // auth_time is in whole seconds
    const page = await openRequest(target, client, browser, { ...way, ...again })
    assert.ok(findForm(page.html, 'password'), `the login page is not shown: ${Object.keys(again)}`)
    const { idToken } = await logInBy(target, client, way, again, { browser })
    assert.equal(idToken.sub, last.sub)
    if ('max_age' in again) assert.equal(typeof idToken.auth_time, 'number', 'auth_time is missing')
    if ('auth_time' in idToken) {
      assert.ok(Math.abs(Number(idToken.auth_time) - Date.now() / 1000) < 60, `auth_time is ${idToken.auth_time}`)
      if ('auth_time' in last) assert.ok(Number(idToken.auth_time) > Number(last.auth_time), 'auth_time is not later')
    }
    last = idToken
  }
}

/** A login is kept for `prompt=none`, for the user of `id_token_hint`, and while it is younger than `max_age`. */
export const checkKeptLogin: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const { idToken: first, hint } = await logInBy(target, client, way, { max_age: '15000' })
    assert.equal(typeof first.auth_time, 'number', 'auth_time is missing')
    for (const fields of [{ prompt: 'none' }, { prompt: 'none', id_token_hint: hint }, { max_age: '10000' }]) {
      const { idToken } = await logInBy(target, client, way, fields)
      assert.equal(idToken.sub, first.sub)
      if ('auth_time' in idToken) assert.equal(idToken.auth_time, first.auth_time)
      if ('max_age' in fields) assert.equal(typeof idToken.auth_time, 'number', 'auth_time is missing')
    }
  })

/** The claims of scopes are at userinfo if an access token is issued, otherwise in the ID token, in any order of the scopes. */
export const checkScopes: Check = (target, ways) => {
  const all = ['profile', 'email', 'address', 'phone'] as const
  for (const scope of all) requireListed(target, 'scopes_supported', scope)
  const requests = [...all.map((one) => [one]), all, all.toReversed()]
  return each(ways, async (way) => {
    for (const asked of requests) {
      const scope = asked === requests.at(-1) ? `${asked.join(' ')} openid` : `openid ${asked.join(' ')}`
      const { idToken, accessToken } = await logInBy(target, target.client('client'), way, { scope })
      const requested = asked.flatMap((one) => claimsOfScopes[one])
      assertLean(idToken, accessToken === undefined ? requested : [])
      const claims = accessToken === undefined ? idToken : (await readUserinfo(target, accessToken)).json
      for (const claim of requested) assert.ok(claim in claims, `${scope}: ${claim} is missing`)
      if (!asked.includes('profile')) assert.equal('name' in claims, false, `${scope}: name was not asked for`)
    }
  })
}

/** A single claim is returned where it was asked for, and nowhere else. */
export const checkSingleClaim: Check = async (target, ways) => {
  if (target.metadata.claims_parameter_supported !== true) throw new Skip('claims_parameter_supported is not true')
  await each(ways, async (way) => {
    const place = way.response_type === 'id_token' ? 'id_token' : 'userinfo'
    const claims = JSON.stringify({ [place]: { name: { essential: true } } })
    const { idToken, accessToken } = await logInBy(target, target.client('client'), way, { claims })
    if (accessToken === undefined) return assert.equal(typeof idToken.name, 'string')
    assertLean(idToken)
    assert.equal(typeof (await readUserinfo(target, accessToken)).json.name, 'string', 'name is missing at userinfo')
  })
}

/** A redirect URI that extends the registered one gets a page. */
export const checkUnregisteredUri: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const redirect_uri = `${client.redirect_uri}/random`
    assertPage(await authenticate(target, client, { ...way, redirect_uri }))
  })

/** A code is redeemed once; using it again revokes the access token. */
export const checkCodeReuse: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const { response, accessToken } = await logInBy(target, client, way)
    assertRefused(await target.redeem(client, response, { code_verifier: undefined }), 'invalid_grant')
    const { status } = await readUserinfo(target, accessToken ?? '')
    assert.ok(status >= 400 && status < 500, `the access token still works: ${status}`)
  })

/** A client may send its secret in the body, and may use PKCE although it need not. */
export const checkSecretInBodyAndPkce: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client_secret_post')
    await logInBy(target, client, way)
    const outcome = await target.authorize(client, { scope: 'openid', nonce: 'n', ...way })
    assertGranted(await target.redeem(client, outcome))
  })

/** A refresh token works, for its client only. */
export const checkRefresh: Check = (target, ways) =>
  each(ways, async (way) => {
    const client = target.client('client')
    const response = await authenticate(target, client, way)
    const { tokens, idToken } = await redeemLogin(target, client, response)
    if (tokens.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh_token = text(tokens, 'refresh_token')
    assertUnguessable(refresh_token, 'the refresh token')
    const fields = { grant_type: 'refresh_token', refresh_token }
    assertRefused(await target.token(target.client('client2'), fields), 'invalid_grant')
    const answer = await target.token(client, fields)
    assertGranted(answer)
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    const userinfo = await readUserinfo(target, text(answer, 'access_token'))
    assert.deepEqual([userinfo.status, userinfo.json.sub], [200, idToken.sub])
  })

/** A client registers itself for one response type alone, and its ID token has RS256, the default, and a `kid`. */
export const checkRegistered: Check = (target, ways) =>
  each(ways, async (way) => {
    const grant_types = [
      ...(has(way, 'code') ? ['authorization_code'] : []),
      ...(way.response_type === 'code' ? [] : ['implicit']),
    ]
    const members = { grant_types, response_types: [way.response_type], contacts: ['certification@example.com'] }
    await withRegistered(target, { ...members, token_endpoint_auth_method: 'client_secret_basic' }, async (own) => {
      assert.deepEqual(own.members.response_types, members.response_types)
      const { hint } = await logInBy(target, own.client, way)
      const { header } = await readJwt(hint, target)
      assert.deepEqual([header.alg, typeof header.kid], ['RS256', 'string'])
    })
  })
