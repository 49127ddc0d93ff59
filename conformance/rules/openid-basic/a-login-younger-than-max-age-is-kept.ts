import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const aLoginYoungerThanMaxAgeIsKept: Rule = {
  claim: 'a login that is younger than max_age is kept, and auth_time returned',
  clause: 'OIDC Core §3.1.2.1, §2',
  async run(target) {
    const browser = createBrowser()
    const client = target.client('client')
    const { idToken: first } = await logIn(target, client, { max_age: '15000' }, { browser })
    assert.equal(typeof first.auth_time, 'number', 'auth_time is missing')
    const { idToken: second } = await logIn(target, client, { max_age: '10000' }, { browser })
    assert.deepEqual([second.sub, second.auth_time], [first.sub, first.auth_time])
  },
}
