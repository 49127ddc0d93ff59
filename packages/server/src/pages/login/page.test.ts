import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { html } from '../../ui/html.ts'
import { type LoginPage, loginPage } from './page.ts'

const props: LoginPage = {
  chrome,
  action: '/login?request=sealed',
  csrfToken: 'token-b',
  client: { name: 'Contacts web' },
  username: 'alice',
  isRefused: true,
  ways: {
    recoverHref: '/recover?request=sealed',
    signUpHref: '/sign-up?request=sealed',
    passkey: undefined,
    providers: [{ name: 'Example', href: '/login/with/example?request=sealed' }],
  },
}

test('the login form posts username, password and the token', () => {
  const document = loginPage(props)
  assert.match(document, /<form method="post" action="\/login\?request=sealed"/)
  assert.match(document, /name="username" type="text"[^>]* autocomplete="username"/)
  assert.match(document, /name="password" type="password"[^>]* autocomplete="current-password"/)
  assert.match(document, /name="csrf" value="token-b"/)
})

test('the login page names the app that requested the login', () => {
  assert.match(loginPage(props), /<h1[^>]*>Log in to continue to <bdi>Contacts web<\/bdi><\/h1>/)
  assert.match(loginPage({ ...props, client: undefined }), /<h1[^>]*>Log in to see your keys<\/h1>/)
})

test('exactly one element has the focus: the first empty field, or the notice to wait', () => {
  const focused = (document: string) => [...document.matchAll(/<(\w+)[^>]*? autofocus/g)].map(([tag]) => tag)
  const failed = focused(loginPage(props))
  assert.equal(failed.length, 1)
  assert.match(failed[0] ?? '', /name="password"/)
  const waiting = focused(loginPage({ ...props, isRefused: undefined, retryAfterSeconds: 90 }))
  assert.equal(waiting.length, 1)
  assert.match(waiting[0] ?? '', /role="alert"/)
  const first = focused(loginPage({ ...props, isRefused: undefined, username: undefined }))
  assert.equal(first.length, 1)
  assert.match(first[0] ?? '', /name="username"/)
  const known = focused(loginPage({ ...props, isRefused: undefined }))
  assert.equal(known.length, 1)
  assert.match(known[0] ?? '', /name="password"/)
})

test('both fields point to the error', () => {
  assert.equal(loginPage(props).match(/aria-describedby="login-error" aria-invalid="true"/g)?.length, 2)
})

test('the error is in the title, which screen readers read first', () => {
  const title = (change: Partial<LoginPage>) => /<title>(.*?)<\/title>/.exec(loginPage({ ...props, ...change }))?.[1]
  assert.equal(title({}), 'Username or password is wrong · Log in to continue to Contacts web · Valetkey')
  assert.equal(
    title({ isRefused: undefined, retryAfterSeconds: 90, client: undefined }),
    'Too many attempts · Log in to see your keys · Valetkey',
  )
  assert.equal(title({ isRefused: undefined, client: undefined }), 'Log in to see your keys · Valetkey')
})

test('no field is marked as wrong when the user has to wait', () => {
  assert.doesNotMatch(loginPage({ ...props, isRefused: undefined, retryAfterSeconds: 90 }), /aria-invalid/)
})

test('the notice to wait says how long', () => {
  assert.match(loginPage({ ...props, isRefused: undefined, retryAfterSeconds: 90 }), /Wait 1 minute 30 seconds/)
})

test('no value can become markup', () => assert.deepEqual(breakouts(loginPage, props), []))

test('the ways to log in without a password are links, and none are shown where there are none', () => {
  const document = loginPage(props)
  assert.match(document, /<a href="\/recover\?request=sealed">Forgot your password\?<\/a>/)
  assert.match(document, /<a href="\/sign-up\?request=sealed">Sign up<\/a>/)
  assert.match(
    document,
    /<a [^>]*href="\/login\/with\/example\?request=sealed"><span>Continue with <bdi>Example<\/bdi><\/span><\/a>/,
  )
  const bare = loginPage({ ...props, ways: undefined })
  assert.doesNotMatch(bare, /Forgot|Continue with|Sign up|class="or"/)
})

test('a way with a passkey brings its form and script, and the browser offers passkeys in the first field', () => {
  const passkey = { content: html`<button id="passkey">Passkey</button>`, script: 'usePasskey()' }
  const document = loginPage({ ...props, ways: { providers: [], passkey } })
  assert.match(document, /<button id="passkey">/)
  assert.match(document, /usePasskey\(\)/)
  assert.match(document, /name="username"[^>]* autocomplete="username webauthn"/)
})

test('during an app’s request the first submit button is that of the login, even if a user is logged in', () => {
  const first = (document: string) => /<button [^>]*type="submit"[^>]*>([^<]*)</.exec(document)?.[1]
  assert.equal(first(loginPage({ ...props, isRepeated: true })), 'Log in')
  assert.equal(first(loginPage({ ...props, client: undefined, isRepeated: true })), 'Log out')
})
