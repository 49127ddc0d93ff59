import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { type ErrorPage, errorPage } from './page.ts'

const props: ErrorPage = {
  chrome,
  title: 'This link does not work',
  message: 'The app sent you here with a request that we cannot answer.',
  advice: 'Go back to the app and try again.',
  errorId: '7F3K-Q2MD',
  developer: {
    error: 'invalid_request',
    description: 'redirect_uri is not registered for this client: it differs from a registered one by a trailing slash',
    clause: 'RFC 6749 §3.1.2.3',
    received: 'https://a.example/cb/',
    fix: 'Register exactly the address that the app sends.',
    comparison: {
      name: 'redirect_uri',
      received: 'https://a.example/cb/',
      registered: ['https://a.example/cb', 'https://a.example/CB'],
    },
  },
}

test('a user sees a plain sentence, advice and an error id, and nothing else', () => {
  const document = errorPage({ ...props, developer: undefined })
  assert.match(document, /<div id="result" role="alert"/)
  assert.match(document, /<h1>This link does not work<\/h1>/)
  assert.match(document, /Go back to the app/)
  assert.match(document, /give this code: <code>7F3K-Q2MD<\/code>/)
  assert.doesNotMatch(document, /developer|RFC/)
})

test('a developer sees the received and the registered value, the first difference and the clause', () => {
  const document = errorPage(props)
  assert.match(document, /RFC 6749 §3\.1\.2\.3/)
  assert.match(document, /<code>https:\/\/a\.example\/cb<mark>\/<\/mark><\/code>/)
  assert.match(document, /<code>https:\/\/a\.example\/cb<mark>⏎/)
  assert.match(document, /<code>https:\/\/a\.example\/<mark>C<\/mark>B<\/code>/)
  assert.match(document, /The received value has a trailing slash/)
})

test('an invisible character is shown as its code point', () => {
  const comparison = { received: 'https://a.example/\u200bcb', registered: ['https://a.example/cb'] }
  const developer = { error: 'invalid_request', description: 'differs', comparison }
  assert.match(errorPage({ ...props, developer }), /<mark>⟨U\+200B⟩<\/mark>cb/)
})

test('an error page without an error id does not ask for one', () => {
  assert.doesNotMatch(errorPage({ ...props, errorId: undefined }), /ask for help/)
})

test('an error page shows links to continue', () => {
  const waysOn = [{ href: '/id/', label: 'Go to the start page' }]
  assert.match(errorPage({ ...props, waysOn }), /href="\/id\/"[^>]*>Go to the start page</)
  assert.doesNotMatch(errorPage(props), /Go to the start page/)
})

test('the comparison says that nothing is registered', () => {
  const developer = { error: 'invalid_request', description: 'none', comparison: { received: 'x', registered: [] } }
  assert.match(errorPage({ ...props, developer }), /<td>nothing<\/td>/)
})

test('a developer sees the wrong value if there is nothing to compare it with', () => {
  const developer = { error: 'invalid_request', description: 'no such client', received: `b\u200bad${'x'.repeat(300)}` }
  assert.match(errorPage({ ...props, developer }), /<code>b⟨U\+200B⟩adx{196}…<\/code>/)
})

test('no value can become markup', () => {
  // Values that are compared decide the place of the mark, so these two are tried against one that differs at once.
  const comparison = { name: 'redirect_uri', received: '!', registered: ['?'] }
  assert.ok(props.developer)
  assert.deepEqual(breakouts(errorPage, { ...props, developer: { ...props.developer, comparison } }), [])
})

test('a comparison of many long values is short and includes the nearest one', () => {
  const received = `https://a.example/${'é'.repeat(16_000)}`
  const registered = [...Array.from({ length: 99 }, (_, index) => `https://b.example/${index}`), 'https://a.example/é']
  const comparison = { received, registered }
  const document = errorPage({ ...props, developer: { error: 'invalid_request', description: 'x', comparison } })
  assert.ok(document.length < 60_000, String(document.length))
  assert.match(document, /<td>80 more<\/td>/)
  assert.match(document, /https:\/\/a\.example\/é<mark>⏎[\s\S]*class="differs"/)
})
