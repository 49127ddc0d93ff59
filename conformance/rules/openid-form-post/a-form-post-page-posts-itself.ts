import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertPlace, each, postedWays } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const aFormPostPagePostsItself: Rule = {
  claim: 'a form post response, or error, is a page that posts itself as a form, with nothing in the query',
  clause: 'OAuth 2.0 Form Post Response Mode §2, §4',
  async run(target) {
    const client = target.client('client')
    await each(postedWays(target), async (way) => {
      for (const fields of [{}, { prompt: 'none' }]) {
        const asking = 'prompt' in fields ? { browser: createBrowser() } : {}
        const outcome = await authenticate(target, client, { ...way, ...fields }, asking)
        assertPlace(outcome, client, way)
        assert.equal(outcome.fields.has('error'), 'prompt' in fields)
        const { html, headers, status } = outcome.page
        assert.equal(status, 200)
        assert.match(html, /onload|<script/i, 'nothing posts the form')
        // The default of a form is what RFC 6749 Appendix B prescribes.
        assert.doesNotMatch(html, /enctype="(?!application\/x-www-form-urlencoded")/i)
        assert.match(headers.get('content-type') ?? '', /^text\/html/)
        assert.match(headers.get('cache-control') ?? '', /no-store/)
      }
    })
  },
}
