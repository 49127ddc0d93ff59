import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { loggedOutPage, logoutPage, signingOutPage } from './page.ts'

const question = {
  chrome,
  action: '/logout',
  csrfToken: 'token-b',
  accountName: 'Alice',
  fields: { state: 's' },
}

test('the user confirms a logout in a form with a token and two buttons, and keeps the keys by default', () => {
  const document = logoutPage(question)
  assert.match(document, /<h1[^>]*>Log out of Valetkey\?<\/h1>/)
  assert.match(document, /<form method="post" action="\/logout">\n<input type="hidden" name="csrf" value="token-b">/)
  assert.match(document, /<input type="checkbox" id="revoke" name="revoke" value="yes">/)
  assert.equal(document.match(/>Log out</g)?.length, 1)
  assert.match(document, /name="state" value="s"/)
  assert.match(document, /<button [^>]*name="decision" value="allow">Log out</)
  assert.match(document, /<button [^>]*name="decision" value="deny">Stay logged in</)
})

test('after a logout the element result says so, and the header shows no user', () => {
  const document = loggedOutPage({ chrome, loginHref: '/login' })
  assert.match(document, /id="result"[^>]*><h1>You are logged out/)
  assert.doesNotMatch(document, /Alice/)
})

test('no value can become markup', () => {
  assert.deepEqual(breakouts(logoutPage, question), [])
  assert.deepEqual(breakouts(loggedOutPage, { chrome, loginHref: '/login' }), [])
})

test('the frame of an app can neither lead the window elsewhere nor open dialogs', () => {
  const document = signingOutPage({
    chrome,
    frames: ['https://app.example.com/logout'],
    next: undefined,
    loginHref: '/login',
  })
  const rights = /<iframe src="https:\/\/app\.example\.com\/logout"[^>]* sandbox="([^"]*)"/.exec(document)?.[1]
  assert.deepEqual(rights?.split(' '), ['allow-scripts', 'allow-same-origin', 'allow-forms'])
})

test('the page that waits for frames leads on by the script alone, and by the refresh where none runs', () => {
  const props = { frames: ['https://app.example.com/logout'], next: 'https://app.example.com/out', loginHref: '/login' }
  const document = signingOutPage({ chrome, ...props })
  assert.match(
    document,
    /<noscript><meta http-equiv="refresh" content="1;url=https:\/\/app\.example\.com\/out"><\/noscript>/,
  )
  assert.equal(document.match(/http-equiv="refresh"/g)?.length, 1)
  const withoutScripts = signingOutPage({ chrome: { ...chrome, nonce: undefined }, ...props })
  assert.match(withoutScripts, /<meta http-equiv="refresh"/)
  assert.doesNotMatch(withoutScripts, /noscript/)
})
