import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'

export const aJwtHasTheRequiredClaims: Rule = {
  claim: 'a JWT access token has iss, exp, aud, sub, client_id, iat and jti',
  clause: 'RFC 9068 §2.2',
  async run(target) {
    const client = target.client('machine')
    const answer = await target.token(client, {
      grant_type: 'client_credentials',
      resource: client.resource,
      scope: client.scope,
    })
    assertGranted(answer)
    const { header, claims } = await readJwt(text(answer, 'access_token'), target)

    for (const name of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'])
      assert.ok(claims[name], `${name} is missing in ${Object.keys(header)}`)
    assert.equal(claims.client_id, client.client_id)
    assert.equal(claims.sub, client.client_id)
  },
}
