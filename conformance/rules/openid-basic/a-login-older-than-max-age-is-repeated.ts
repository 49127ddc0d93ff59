import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createBrowser } from '../../browser/browser.ts'
import { findForm } from '../../browser/forms.ts'
import type { Rule } from '../../rule.ts'
import { logIn, openRequest } from '../../target/openid.ts'

export const aLoginOlderThanMaxAgeIsRepeated: Rule = {
  claim: 'a login that is older than max_age is repeated',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const browser = createBrowser()
    const client = target.client('client')
    const { idToken: first } = await logIn(target, client, {}, { browser })
    await setTimeout(2_000)
    const again = await openRequest(target, client, browser, { max_age: '1' })
    assert.ok(findForm(again.html, 'password'), 'the login page is not shown')
    const { idToken: second } = await logIn(target, client, { max_age: '1' }, { browser })
    assert.equal(second.sub, first.sub)
    assert.ok(Math.abs(Number(second.auth_time) - Date.now() / 1000) < 60, `auth_time is ${second.auth_time}`)
    if ('auth_time' in first) assert.ok(Number(second.auth_time) > Number(first.auth_time), 'auth_time is not later')
  },
}
