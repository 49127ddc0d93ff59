import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, type Fields, people, startServer } from '../../testing/server.ts'

const start = async () => {
  const server = await startServer()
  const browser = server.browser()
  const open = async (fields: Fields) => {
    const request = authorizationRequest('web', { scope: 'read', ...fields })
    return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(request.fields)}`))
  }
  return { server, browser, open }
}

test('a login older than max_age is repeated, and a newer one is not (OIDC Core §3.1.2.1)', async () => {
  const { server, browser, open } = await start()
  await server.authorize('web', { scope: 'read' }, { browser })
  server.pass(120)
  assert.match(String((await open({ prompt: 'none', max_age: '60' })).location), /error=login_required/)
  assert.match(String((await open({ prompt: 'none', max_age: '180' })).location), /[?&]code=/)
  const login = await open({ max_age: '60' })
  assert.match(login.html, /name="password"/)
  const done = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(String(done.location), /[?&]code=/, 'the login made for the request is new enough')
  assert.match(String((await open({ prompt: 'none', max_age: '60' })).location), /[?&]code=/)
})

test('a login that became too old while the consent page was open is repeated before anything is allowed', async () => {
  const { server, browser, open } = await start()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  server.pass(30)
  const consent = await open({ max_age: '60' })
  assert.match(consent.html, /name="scope"/)
  server.pass(60)
  const late = await browser.follow(await browser.submit(consent, 'decision', { decision: 'allow' }))
  assert.match(late.html, /name="password"/)
  const again = await browser.follow(await browser.submit(late, 'username', people.alice))
  assert.match(again.html, /name="scope"/, 'nothing was allowed yet')
  const done = await browser.submit(again, 'decision', { decision: 'allow' })
  assert.match(String(done.location), /[?&]code=/)
})
