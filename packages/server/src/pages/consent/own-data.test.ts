import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, calendar, type Fields, people, startServer } from '../../testing/server.ts'

const server = await startServer(({ clients, accounts }) => ({
  identityScopes: [{ name: 'groups', description: 'See your groups', claims: ['groups'] }],
  clients: clients.map((one) => (one.client_id === 'openid' ? { ...one, scope: `${one.scope} groups write` } : one)),
  accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, claims: { groups: ['tea'] } } : one)),
}))

async function consentPage(fields: Fields, person: keyof typeof people = 'alice'): Promise<string> {
  const browser = server.browser()
  const { fields: query } = authorizationRequest('openid', fields)
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(query)}`))
  return (await browser.follow(await browser.submit(login, 'password', people[person]))).html
}

/** Reads the rows of a page as `title | what is next to it`. */
function rows(html: string): readonly string[] {
  const words = (part: string) => part.replace(/<[^>]*>/g, '').trim()
  return [
    ...html.matchAll(/check-title">(.*?)<\/span>(?:<span class="check-description">(.*?)<\/span>)?<\/span><\/label>/g),
  ].map(([, title = '', next]) => (next === undefined ? words(title) : `${words(title)} | ${words(next)}`))
}

test('consent shows which of the user’s own data the app would see, masked where it is private', async () => {
  const claims = JSON.stringify({ userinfo: { nickname: null } })
  assert.deepEqual(rows(await consentPage({ scope: 'openid profile email phone address groups' })), [
    'Know who you are',
    'See your name and profile | Alice Liddell',
    'See your e-mail address | a…e@example.com',
    'See your phone number | …492',
    'See your postal address | Oxford, GB',
    'See your groups | tea',
  ])
  assert.ok(rows(await consentPage({ scope: 'openid', claims })).includes('See your nickname | Al'))
})

test('consent says that data is not set, so that a later value is no surprise', async () => {
  assert.deepEqual(rows(await consentPage({ scope: 'openid profile email groups' }, 'bob')), [
    'Know who you are',
    'See your name and profile | bob',
    'See your e-mail address | not set',
    'See your groups | not set',
  ])
})

test('without openid an app learns nothing of the user, whatever else is ticked (OIDC Core §3.1.2.1)', async () => {
  const asked = { scope: 'openid email read', resource: calendar, prompt: 'consent' }
  const { json } = await server.grant('openid', asked, { scope: ['email', 'read'] })
  assert.equal(json.scope, 'read')
  assert.equal('id_token' in json, false)
  const nothing = await server.authorize('openid', { scope: 'openid email', prompt: 'consent' }, { scope: ['email'] })
  assert.equal(nothing.fields.get('error'), 'access_denied')
})

test('a response type with an ID token is denied without openid (OIDC Core §3.2.2.6)', async () => {
  const asked = { scope: 'openid read', response_type: 'id_token token', nonce: 'n', prompt: 'consent' }
  const outcome = await server.authorize('hybrid', asked, { scope: ['read'] })
  assert.equal(outcome.fields.get('error'), 'access_denied')
  const allowed = await server.authorize('hybrid', asked)
  assert.equal(decodeJwt(String(allowed.fields.get('id_token'))).nonce, 'n')
})
