import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const pagesSendNoReferrer: Rule = {
  claim: 'pages and redirects send no-referrer',
  clause: 'RFC 9700 §4.2.4',
  async run(target) {
    target.person()
    const { page } = await target.authorize(target.client('web'))
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
    const error = await target.authorize(target.client('web'), { client_id: 'nobody-by-this-name' })
    assert.equal(error.page.headers.get('referrer-policy'), 'no-referrer')
  },
}
