import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

const redirectUri = 'com.example.app://bank.example/callback'
const app = { client_id: 'app', redirect_uris: [redirectUri], grant_types: ['authorization_code'], scope: 'read' }

test('the page names a private-use scheme as the destination, without what follows it (RFC 8252 §7.1)', async () => {
  const server = await startServer(({ clients }) => ({ clients: [...clients, app] }))
  const browser = server.browser()
  const { fields } = authorizationRequest('native', { client_id: 'app', redirect_uri: redirectUri })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.equal(consent.status, 200)
  assert.match(consent.html, /com\.example\.app:/)
  assert.doesNotMatch(consent.html, /bank\.example/)
})

test('a request that was already decided gets a page that says so and blames no app', async () => {
  const server = await startServer(({ clients }) => ({ clients: [...clients, app] }))
  const browser = server.browser()
  await browser.open(`${server.issuer}/login`)
  const page = await browser.open(`${server.issuer}/consent?interaction=answered`)
  assert.match(page.html, /<a class="button secondary" href="\/">Go to the start page<\/a>/)
  assert.equal(page.status, 400)
  assert.match(page.html, /<h1>This page is out of date<\/h1>/)
  assert.match(page.html, /go back to the app and start again\./)
  assert.doesNotMatch(page.html, /made a mistake|For the developer/)
})
