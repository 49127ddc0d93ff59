import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../conformance/browser/browser.ts'
import { decodeEntities } from '../../../../conformance/browser/forms.ts'
import { encode } from '../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer, type TestServer } from '../testing/server.ts'

const begin = 'https://rp.example.com/begin?via=valetkey'
const start = (uri: string | undefined = begin) =>
  startServer(({ clients }) => ({
    clients: clients.map((client) =>
      client.client_id === 'openid'
        ? { ...client, initiate_login_uri: uri, client_uri: 'https://rp.example.com/' }
        : client,
    ),
  }))
const server = await start()

/** Finds the links of a page to the login of the client, without the parts that stay the same. */
const linksOf = ({ html }: Page) =>
  [...html.matchAll(/<a [^>]*href="(https:\/\/rp\.example\.com\/begin[^"]*)"/g)].map(([, href = '']) => {
    const { searchParams } = new URL(decodeEntities(href))
    assert.deepEqual([searchParams.get('via'), searchParams.get('iss')], ['valetkey', server.issuer])
    return searchParams.get('login_hint')
  })

const signIn = async (browser: Browser, on: TestServer = server) =>
  String((await on.grant('openid', { scope: 'openid', nonce: 'n' }, { browser })).json.id_token)

test('My keys and the page of a key link to initiate_login_uri, with iss and nothing about the user (OIDC Core §4)', async () => {
  const browser = server.browser()
  await signIn(browser)
  const list = await browser.open(`${server.issuer}/keys`)
  assert.deepEqual(linksOf(list), [null])
  const [, page = ''] = /href="(\/keys\/[^"/]{10,})"/.exec(list.html) ?? []
  assert.deepEqual(linksOf(await browser.open(server.issuer + page)), [null])
})

test('the page of an expired or answered request links to initiate_login_uri, with the login_hint of the app', async () => {
  for (const login_hint of [undefined, 'alice']) {
    const late = await start()
    const browser = late.browser()
    const { fields } = authorizationRequest('openid', { scope: 'openid profile', nonce: 'n', login_hint })
    const login = await browser.follow(await browser.open(`${late.issuer}/authorize?${encode(fields)}`))
    const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
    await browser.submit(consent, 'decision', { decision: 'allow' })
    const answered = await browser.submit(consent, 'decision', { decision: 'allow' })
    assert.deepEqual(linksOf(answered), [login_hint ?? null])
    late.pass(31 * 60)
    const expired = await browser.open(login.url)
    assert.equal(expired.status, 400)
    assert.deepEqual(linksOf(expired), [login_hint ?? null])
    assert.match(expired.html, /Start again at <bdi>|Start again at /)
    assert.doesNotMatch(expired.html, /href="https:\/\/rp\.example\.com\/"/, 'the home page is the lesser way')
  }
})

test('after a logout that does not return to the app, the page links to its login', async () => {
  const hinted = server.browser()
  const id_token_hint = await signIn(hinted)
  assert.deepEqual(linksOf(await hinted.open(`${server.issuer}/logout?${encode({ id_token_hint })}`)), [null])
  const asked = server.browser()
  await signIn(asked)
  const question = await asked.open(`${server.issuer}/logout?client_id=openid`)
  assert.deepEqual(linksOf(question), [])
  const done = await asked.follow(await asked.submit(question, 'decision', { decision: 'allow' }))
  assert.match(done.html, /id="result"/)
  assert.deepEqual(linksOf(done), [null])
  assert.deepEqual(linksOf(await asked.open(done.url)), [null])
  const plain = server.browser()
  await signIn(plain)
  const page = await plain.open(`${server.issuer}/logout`)
  assert.deepEqual(linksOf(await plain.follow(await plain.submit(page, 'decision', { decision: 'allow' }))), [])
})

test('a logout links to an app that registered itself only if an ID token proves that it asked', async () => {
  const open = await startServer(() => ({
    registration: 'open',
    dynamicClients: { scope: 'openid', grantTypes: ['authorization_code'] },
  }))
  const redirect_uri = 'https://rp.example.com/callback'
  const body = JSON.stringify({ client_name: 'Bank', redirect_uris: [redirect_uri], initiate_login_uri: begin })
  const headers = { 'content-type': 'application/json' }
  const response = await open.fetch(new Request(`${open.issuer}/register`, { method: 'POST', headers, body }))
  const { client_id } = (await response.json()) as { readonly client_id: string }
  assert.equal(response.status, 201)
  const page = await open.browser().open(`${open.issuer}/logout?${encode({ client_id })}`)
  assert.match(page.html, /id="result"/)
  assert.deepEqual(linksOf(page), [])
})

test('an app without initiate_login_uri is linked to by its home page alone', async () => {
  const without = await start('https://rp.example.com/begin')
  await without.restart(({ clients }) => ({
    clients: clients.map(({ initiate_login_uri: _, ...client }: Record<string, unknown>) => client) as never,
  }))
  const browser = without.browser()
  await signIn(browser, without)
  const list = await browser.open(`${without.issuer}/keys`)
  assert.deepEqual(linksOf(list), [])
})
