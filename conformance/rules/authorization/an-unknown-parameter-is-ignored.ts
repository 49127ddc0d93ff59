import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const anUnknownParameterIsIgnored: Rule = {
  claim: 'an unknown parameter is ignored',
  clause: 'RFC 6749 §3.1',
  async run(target) {
    target.person()
    const outcome = await target.authorize(target.client('web'), { unheard_of: 'x' })
    assert.ok(outcome.fields.get('code'), `${outcome.fields}`)
  },
}
