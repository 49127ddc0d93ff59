import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

const server = await startServer()

test('an error page for a logged-in user links to the keys and has the logout button', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  for (const page of [
    await browser.open(`${server.issuer}/consent?interaction=answered`),
    await browser.post(`${server.issuer}/logout`, 'csrf=stale'),
    await browser.open(`${server.issuer}/no-such-page`),
  ]) {
    assert.match(page.html, /<a class="button secondary" href="\/keys">Go to my keys<\/a>/)
    assert.match(page.html, /<form method="post" action="\/logout"/)
  }
})

test('a browser without cookies gets advice about cookies, and no app is blamed', async () => {
  const page = await server.browser().open(`${server.issuer}/login`)
  const form = findForm(page.html, 'username')
  assert.ok(form)
  const withoutCookies = server.browser()
  const refused = await withoutCookies.post(`${server.issuer}/login`, fillForm(form, people.alice), page.url)
  assert.equal(refused.status, 403)
  assert.match(refused.html, /This form cannot be used/)
  assert.match(refused.html, /your browser may be blocking cookies: allow them for this site\./)
  assert.match(refused.html, /Go back to the app and start again, or log in here/)
  assert.match(refused.html, /<a class="button secondary" href="\/login">Log in</)
  assert.deepEqual(refused.headers.getSetCookie(), [])
  // Where cookies are blocked, the redirect to the login page ends the same way.
  const opened = await server.browser().open(page.url)
  assert.equal(opened.status, 200)
  const authorize = `${server.issuer}/authorize?${encode(authorizationRequest('web').fields)}`
  const carried = await server.browser().open((await server.browser().open(authorize)).location ?? '')
  assert.match(carried.html, /This browser did not send the cookie that belongs to this page/)
  assert.match(carried.html, /<a class="button secondary" href="\/login">Log in</)
  const stale = await server.browser().post(`${server.issuer}/login`, 'a=1&a=2', page.url)
  assert.match(stale.html, /This form cannot be used/)
})

test('the page for an unknown address has a link to continue and no error id', async () => {
  const page = await server.browser().open(`${server.issuer}/no-such-page`)
  assert.match(page.html, /Go to the start page/)
  assert.doesNotMatch(page.html, /ask for help/)
})

test('an error page shows registered redirect URIs only at a loopback issuer (RFC 6749 §10.15)', async () => {
  const elsewhere = await startServer(() => ({ issuer: 'https://id.example.com' }))
  const ask = (issuer: string, name: 'web' | 'native', redirect_uri: string) =>
    `${issuer}/authorize?${encode(authorizationRequest(name, { redirect_uri }).fields)}`
  const near = 'https://app.example.com/callback/'
  const local = await server.browser().open(ask(server.issuer, 'web', near))
  assert.match(local.html.replaceAll(/<[^>]*>/g, ''), /other\?kept=1/)
  for (const sent of [near, 'https://evil.example/', 'x:y', 'nonsense']) {
    const page = await elsewhere.browser().open(ask(elsewhere.issuer, 'web', sent))
    assert.equal(page.status, 400)
    const text = page.html.replaceAll(/<[^>]*>/g, '').replace(sent, '')
    assert.doesNotMatch(text, /app\.example\.com|kept=1|callback/, sent)
    assert.match(text, /redirect_uri is not registered for this client: it differs from a registered one (by|in) /)
  }
})

test('the error page names the clause once', async () => {
  const { fields } = authorizationRequest('web', { redirect_uri: 'https://evil.example/' })
  for (const query of [encode(fields), 'client_id=a&client_id=b', 'response_type=code', 'client_id=nobody']) {
    const page = await server.browser().open(`${server.issuer}/authorize?${query}`)
    const [cited, second] = page.html.match(/RFC \d+ (?:section |§)[\d.]+/g) ?? []
    assert.match(cited ?? '', /§/, String(query))
    assert.equal(second, undefined, String(query))
  }
})

test('the error page for a malformed form keeps the header of the logged-in user', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  const url = `${server.issuer}/authorize?${encode(authorizationRequest('web', { prompt: 'consent' }).fields)}`
  const consent = await browser.follow(await browser.open(url))
  const page = await browser.submit(consent, 'decision', { decision: 'perhaps' })
  assert.equal(page.status, 400)
  assert.match(page.html, /<form method="post" action="\/logout"/)
})
