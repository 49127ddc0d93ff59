import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const noResponseIsCached: Rule = {
  claim: 'no response of the token endpoint may be cached',
  clause: 'RFC 6749 §5.1',
  async run(target) {
    const bad = await target.token(target.client('web'), { grant_type: 'refresh_token', refresh_token: 'x' })
    assert.match(bad.headers.get('cache-control') ?? '', /no-store/)
    const good = await target.token(target.client('machine'), { grant_type: 'client_credentials' })
    assertGranted(good)
    assert.match(good.headers.get('cache-control') ?? '', /no-store/)
  },
}
