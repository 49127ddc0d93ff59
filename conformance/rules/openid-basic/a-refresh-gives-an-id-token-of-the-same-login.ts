import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { assertUnguessable, listed, logIn, readIdToken } from '../../target/openid.ts'

export const aRefreshGivesAnIdTokenOfTheSameLogin: Rule = {
  claim: 'a refresh gives an ID token of the same login',
  clause: 'OIDC Core §12.2',
  async run(target) {
    const client = target.client('client')
    const offline = listed(target, 'scopes_supported').includes('offline_access')
    const fields = offline ? { scope: 'openid offline_access', prompt: 'consent' } : {}
    const nonce = `${'aZ09'.repeat(9)}123-._~`
    const { tokens, idToken: first, accessToken } = await logIn(target, client, { ...fields, nonce })
    if (tokens.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    assert.ok(listed(target, 'grant_types_supported').includes('refresh_token'))
    const refresh_token = text(tokens, 'refresh_token')
    assertUnguessable(refresh_token, 'the refresh token')
    assert.match(refresh_token, /^[\x20-\x7e]+$/)
    await setTimeout(1_100) // iat is in whole seconds
    const answer = await target.token(client, { grant_type: 'refresh_token', refresh_token, scope: fields.scope })
    assertGranted(answer)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    assert.match(answer.headers.get('cache-control') ?? '', /(?:^|,)\s*no-store\s*(?:,|$)/)
    const renewed = text(answer, 'access_token')
    assertUnguessable(renewed, 'the access token')
    assert.match(renewed, /^[\x20-\x7e]+$/)
    assert.notEqual(renewed, accessToken, 'the access token is the old one')
    assert.equal(String(answer.json.token_type).toLowerCase(), 'bearer')
    if (answer.json.id_token === undefined) return
    const second = await readIdToken(text(answer, 'id_token'), target, client, undefined)
    for (const claim of ['iss', 'sub', 'aud', 'azp', 'auth_time']) assert.deepEqual(second[claim], first[claim], claim)
    assert.ok(Number(second.iat) > Number(first.iat), 'iat is not later')
  },
}
