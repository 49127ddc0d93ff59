import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { toAnswer } from '../../target/answer.ts'

export const theCheckSessionFrameLoadsAnywhere: Rule = {
  claim: 'the page of check_session_iframe may be framed by every client',
  clause: 'OIDC Session Management §3.3',
  async run(target) {
    const url = target.endpoint('check_session_iframe')
    assert.equal(new URL(url).origin, new URL(target.issuer).origin)
    const { status, headers, text: html } = await toAnswer(await fetch(url))
    assert.equal(status, 200)
    assert.match(headers.get('content-type') ?? '', /^text\/html/)
    assert.equal(headers.get('x-frame-options'), null)
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /frame-ancestors '(none|self)'/)
    assert.match(html, /<script/)
  },
}
