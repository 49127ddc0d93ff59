import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createBrowser } from '../../browser/browser.ts'
import { findForm } from '../../browser/forms.ts'
import type { Rule } from '../../rule.ts'
import { logIn, openRequest } from '../../target/openid.ts'

export const promptLoginShowsTheLoginAgain: Rule = {
  claim: 'prompt=login shows the login page in a live session, and auth_time is later',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const browser = createBrowser()
    const client = target.client('client')
    const { idToken: first } = await logIn(target, client, {}, { browser })
    await setTimeout(1_100) // auth_time is in whole seconds
    const again = await openRequest(target, client, browser, { prompt: 'login' })
    assert.ok(findForm(again.html, 'password'), 'the login page is not shown')
    const { idToken: second } = await logIn(target, client, { prompt: 'login' }, { browser })
    assert.equal(second.sub, first.sub)
    if ('auth_time' in second) assert.ok(Number(second.auth_time) > Number(first.auth_time), 'auth_time is not later')
  },
}
