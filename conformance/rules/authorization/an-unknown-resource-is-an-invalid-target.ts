import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const anUnknownResourceIsAnInvalidTarget: Rule = {
  claim: 'an unknown resource is an invalid_target',
  clause: 'RFC 8707 §2',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { resource: 'https://unknown.example' }), 'invalid_target')
  },
}
