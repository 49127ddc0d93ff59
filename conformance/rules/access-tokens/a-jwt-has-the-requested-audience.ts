import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { readJwt } from '../../target/expect.ts'

export const aJwtHasTheRequestedAudience: Rule = {
  claim: 'the audience of a JWT is the requested resource',
  clause: 'RFC 9068 §3, RFC 8707 §2',
  async run(target) {
    const client = target.client('machine')
    if (client.resource === undefined) throw new Skip('the client "machine" names no resource')
    const answer = await target.token(client, { grant_type: 'client_credentials', resource: client.resource })
    assertGranted(answer)
    const { claims } = await readJwt(text(answer, 'access_token'), target)
    assert.deepEqual([claims.aud].flat(), [client.resource])
  },
}
