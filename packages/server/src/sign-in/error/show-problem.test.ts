import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { people, startServer } from '../../server.testing.ts'

const server = await startServer()

test('who is logged in finds their keys and the way out on an error page, too', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  for (const page of [
    await browser.open(`${server.issuer}/consent?interaction=answered`),
    await browser.post(`${server.issuer}/logout`, 'csrf=stale'),
  ]) {
    assert.match(page.html, /<a class="button secondary" href="\/keys">Go to my keys<\/a>/)
    assert.match(page.html, /<form method="post" action="\/logout"/)
  }
})

test('a browser that refuses cookies is told of them, and no app is blamed', async () => {
  const page = await server.browser().open(`${server.issuer}/login`)
  const form = findForm(page.html, 'username')
  assert.ok(form)
  const withoutCookies = server.browser()
  const refused = await withoutCookies.post(`${server.issuer}/login`, fillForm(form, people.alice), page.url)
  assert.equal(refused.status, 403)
  assert.match(refused.html, /This form cannot be used/)
  assert.match(refused.html, /your browser may refuse cookies: allow them for this site\./)
  assert.match(refused.html, /href="\/">Go to the start page</)
  assert.deepEqual(refused.headers.getSetCookie(), [])
  const stale = await server.browser().post(`${server.issuer}/login`, 'a=1&a=2', page.url)
  assert.match(stale.html, /This form cannot be used/)
})

test('a missing page has a way on and no code', async () => {
  const page = await server.browser().open(`${server.issuer}/no-such-page`)
  assert.match(page.html, /Go to the start page/)
  assert.doesNotMatch(page.html, /ask for help/)
})
