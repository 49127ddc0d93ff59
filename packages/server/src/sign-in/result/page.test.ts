import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../ui/hostile.testing.ts'
import { resultPage } from './page.ts'

const props = {
  chrome,
  title: 'You said no',
  message: 'Contacts web gets no key.',
  link: { href: '/', label: 'Start' },
}

test('how it ended is said in the element result', () => {
  assert.match(resultPage(props), /id="result"[^>]*><h1>You said no<\/h1>\n<p[^>]*>Contacts web gets no key\./)
  assert.match(resultPage(props), /<a class="button secondary" href="\/">Start<\/a>/)
  assert.doesNotMatch(resultPage({ ...props, link: undefined }), />Start</)
})

test('no value can become markup', () => assert.deepEqual(breakouts(resultPage, props), []))
