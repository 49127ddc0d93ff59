import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aWrongSecretIsRefused: Rule = {
  claim: 'a wrong secret is an invalid_client with 401 and a challenge',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    const client = target.client('web')

    const answer = await target.token(
      { ...client, client_secret: 'wrong' },
      { grant_type: 'refresh_token', refresh_token: 'x' },
    )
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic /)
  },
}
