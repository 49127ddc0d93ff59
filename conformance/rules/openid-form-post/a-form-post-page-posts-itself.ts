import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { nameOf, responseTypes } from '../../target/front-channel.ts'
import { authenticate, requireListed } from '../../target/openid.ts'

export const aFormPostPagePostsItself: Rule = {
  claim: 'a form post response is a page that posts itself, with nothing in the query',
  clause: 'OAuth 2.0 Form Post Response Mode §2, §4',
  async run(target) {
    requireListed(target, 'response_modes_supported', 'form_post')
    const client = target.client('client')
    for (const response_type of responseTypes(target)) {
      const outcome = await authenticate(target, client, { response_type, response_mode: 'form_post' })
      assert.equal(outcome.by, 'form_post', `${response_type}: ${outcome.fields}`)
      assert.equal(outcome.to, client.redirect_uri)
      assert.equal(outcome.fields.get('state'), outcome.state)
      assert.equal(outcome.fields.get('error'), null, response_type)
      for (const part of response_type.split(' '))
        assert.ok(outcome.fields.has(nameOf(part)), `${response_type}: ${part} is missing`)
      assert.match(outcome.page.html, /onload|<script/i, 'nothing posts the form')
      assert.match(outcome.page.headers.get('content-type') ?? '', /^text\/html/)
      assert.match(outcome.page.headers.get('cache-control') ?? '', /no-store/)
    }
  },
}
