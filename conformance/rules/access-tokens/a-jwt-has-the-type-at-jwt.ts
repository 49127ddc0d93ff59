import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'

export const aJwtHasTheTypeAtJwt: Rule = {
  claim: 'a JWT access token has the type at+jwt',
  clause: 'RFC 9068 §2.1',
  async run(target) {
    const client = target.client('machine')
    const answer = await target.token(client, {
      grant_type: 'client_credentials',
      resource: client.resource,
      scope: client.scope,
    })
    assertGranted(answer)
    const { header, claims } = await readJwt(text(answer, 'access_token'), target)
    assert.match(String(header.typ), /^(application\/)?at\+jwt$/)
    assert.equal(claims.iss, target.issuer)
  },
}
