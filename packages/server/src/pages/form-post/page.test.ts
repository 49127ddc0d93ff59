import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { type FormPostPage, formPostPage } from './page.ts'

const props: FormPostPage = {
  chrome,
  action: 'https://app.example/cb?x=1',
  fields: [
    ['code', 'abc'],
    ['state', 'a "b" <c> &d\'e\n'],
  ],
}

test('the response is posted to the app by a script, or by a button without scripts', () => {
  assert.match(formPostPage(props), /<form method="post" action="https:\/\/app\.example\/cb\?x=1"/)
  assert.match(formPostPage(props), /<script nonce="bm9uY2U">document\.forms\[0\]\.submit\(\)<\/script>/)
  assert.match(formPostPage(props), /<button[^>]*type="submit">Continue<\/button>/)
})

test('the fields arrive byte for byte, and no others', () => {
  const document = formPostPage(props)
  assert.match(document, /name="state" value="a &quot;b&quot; &lt;c&gt; &amp;d&#39;e\n"/)
  assert.doesNotMatch(document, /csrf|token-a/)
})

test('no value can become markup', () => assert.deepEqual(breakouts(formPostPage, props), []))
