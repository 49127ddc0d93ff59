import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

const redirectUri = 'com.example.app:/callback'
const app = { client_id: 'app', redirect_uris: [redirectUri], grant_types: ['authorization_code'], scope: 'read' }
const server = await startServer(({ clients }) => ({ clients: [...clients, app] }))
const { fields } = authorizationRequest('native', { client_id: 'app', redirect_uri: redirectUri, prompt: 'consent' })
const desktop = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-ch-ua-mobile': '?0' }

async function decide(headers: Record<string, string>) {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  const form = findForm(consent.html, 'decision')
  assert.ok(form)
  const allowed = fillForm(form, { decision: 'allow' })
  return { browser, page: await browser.post(new URL(form.action, consent.url), allowed, consent.url, headers) }
}

test('a response to a private-use scheme is a page in a desktop browser, which opens the app (RFC 8252 §7.1)', async () => {
  const { browser, page } = await decide(desktop)
  assert.equal(page.status, 303)
  for (let round = 0; round < 2; round++) {
    const shown = await browser.open(page.location ?? '')
    assert.equal(shown.status, 200)
    assert.match(shown.html, /id="result"/)
    const [, href = ''] = /id="open-app" href="([^"]*)"/.exec(shown.html) ?? []
    assert.match(href, /^com\.example\.app:\/callback\?code=/)
    assert.equal(shown.headers.get('refresh'), `0;url=${href.replaceAll('&amp;', '&')}`)
  }
  const stranger = await server.browser().open(page.location ?? '')
  assert.doesNotMatch(stranger.html + stranger.headers.get('refresh'), /com\.example\.app/)
  server.pass(61)
  const late = await browser.open(page.location ?? '')
  assert.match(late.html, /id="result"/)
  assert.doesNotMatch(late.html + late.headers.get('refresh'), /com\.example\.app/)
})

test('a response to a private-use scheme is a redirect for phones and for programs other than browsers (RFC 8252 §7.1)', async () => {
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'
  for (const headers of [{}, { ...desktop, 'sec-ch-ua-mobile': '?1' }, { ...desktop, 'user-agent': iphone }]) {
    const { page } = await decide(headers)
    assert.equal(page.status, 303)
    assert.match(page.location ?? '', /^com\.example\.app:\/callback\?code=/)
  }
})

test('an error response to a private-use scheme is a page in a desktop browser, too', async () => {
  const url = `${server.issuer}/authorize?${encode({ ...fields, scope: 'unknown' })}`
  const page = await server.fetch(new Request(url, { headers: { ...desktop, accept: 'text/html' } }))
  assert.equal(page.status, 200)
  assert.match(page.headers.get('refresh') ?? '', /^0;url=com\.example\.app:\/callback\?error=invalid_scope/)
  assert.match(await page.text(), /id="result"/)
})
