import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { type SwitchPage, switchPage } from './page.ts'

const props: SwitchPage = {
  chrome,
  action: '/login/switch?request=sealed',
  csrfToken: 'token-b',
  client: {
    name: 'Contacts web',
    policyUri: 'https://app.example.com/privacy',
    termsUri: 'https://app.example.com/terms',
  },
  accounts: [
    { id: 'account-a', name: 'Alice Liddell', username: 'alice', isCurrent: true },
    { id: 'account-b', name: 'bob', username: 'bob', isCurrent: false },
  ],
  otherHref: '/login?request=sealed&other=yes',
}

test('one form with a token has a button to choose and one to log out for each account', () => {
  const document = switchPage(props)
  assert.equal(document.match(/<form /g)?.length, 1)
  assert.match(
    document,
    /action="\/login\/switch\?request=sealed"[^>]*>\n<input type="hidden" name="csrf" value="token-b">/,
  )
  for (const id of ['account-a', 'account-b']) {
    assert.match(document, new RegExp(`<button class="account" type="submit" name="account" value="${id}">`))
    assert.match(document, new RegExp(`<button [^>]*name="log_out" value="${id}">`))
  }
})

test('each button to log out names its account to screen readers', () => {
  assert.match(switchPage(props), /value="account-a">Log out<span class="unseen"> <bdi>alice<\/bdi><\/span>/)
})

test('a username that is also the display name is shown once', () => {
  const [, bob] = switchPage(props).split('value="account-b"')
  assert.equal(bob?.slice(0, bob.indexOf('</button>')).match(/bob/g)?.length, 1)
})

test('the current account is marked, and the header shows no user', () => {
  const document = switchPage({
    ...props,
    chrome: { ...chrome, account: { name: 'Mallory', logoutAction: '/logout', csrfToken: 't' } },
  })
  assert.equal(document.match(/current<\/span>/g)?.length, 1)
  assert.doesNotMatch(document, /Mallory/)
})

test('the page names the app that waits, and links to its documents', () => {
  const document = switchPage(props)
  assert.match(document, /<h1>Choose an account to continue to <bdi>Contacts web<\/bdi><\/h1>/)
  assert.match(document, /href="https:\/\/app\.example\.com\/terms" target="_blank" rel="noopener noreferrer">Terms/)
  assert.match(switchPage({ ...props, client: undefined }), /<h1>Choose an account<\/h1>/)
})

test('no value can become markup', () => assert.deepEqual(breakouts(switchPage, props), []))
