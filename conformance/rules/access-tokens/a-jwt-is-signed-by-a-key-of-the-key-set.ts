import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'

export const aJwtIsSignedByAKeyOfTheKeySet: Rule = {
  claim: 'a JWT access token is signed by a key of the key set',
  clause: 'RFC 9068 §4',
  async run(target) {
    const client = target.client('machine')
    const answer = await target.token(client, {
      grant_type: 'client_credentials',
      resource: client.resource,
      scope: client.scope,
    })
    assertGranted(answer)
    const { header, claims, isSigned } = await readJwt(text(answer, 'access_token'), target)
    assert.ok(isSigned, `the signature of ${header.kid} for ${claims.jti} is wrong`)
  },
}
