import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { encode } from '../../target/target.ts'

export const basicCredentialsArePercentDecoded: Rule = {
  claim: 'id and secret in a Basic header are percent-decoded',
  clause: 'RFC 6749 §2.3.1',
  async run(target) {
    const client = target.client('web')

    const all = (part: string) =>
      [...Buffer.from(part)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    const pair = `${all(client.client_id)}:${all(String(client.client_secret))}`
    const headers = { authorization: `Basic ${btoa(pair)}` }
    const body = encode({ grant_type: 'refresh_token', refresh_token: 'x' })
    const response = await fetch(target.endpoint('token_endpoint'), { method: 'POST', headers, body })
    assert.equal((await response.json()).error, 'invalid_grant')
  },
}
