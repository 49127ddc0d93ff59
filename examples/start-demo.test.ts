import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { readConfig } from 'valetkey'
import { findFreePorts } from '../e2e/free-ports.ts'
import { languages } from '../packages/server/src/ui/words/index.ts'
import { type Demo, startDemo } from './start-demo.ts'

process.env.VALETKEY_LOG ??= 'silent'
const said: string[] = []
let demo: Demo
before(async () => {
  const [server = 0, api = 0, web = 0, notes = 0] = await findFreePorts(4)
  demo = await startDemo({
    database: 'sqlite::memory:',
    ports: { server, api, web, notes },
    say: (line) => said.push(line),
  })
})
after(() => demo.close())

async function requestToken(fields: Readonly<Record<string, string>>, client = 'playground-app') {
  const response = await fetch(`${demo.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:playground-demo-secret`)}` },
    body: new URLSearchParams(fields),
  })
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }
}

const list = (api: string, token: unknown) =>
  fetch(`${api}/contacts`, { headers: { authorization: `Bearer ${token}` } })

test('the playground gets its own clients and the APIs, on the ports of the demo, and no other client', async () => {
  const response = await fetch(`${demo.playground}/config.json`)
  const clientSecret = 'playground-demo-secret'
  assert.deepEqual(await response.json(), {
    issuer: demo.issuer,
    redirectUri: `${demo.issuer}/playground/callback`,
    clients: [
      { clientId: 'playground-public' },
      { clientId: 'playground-app', clientSecret },
      { clientId: 'playground-old', clientSecret },
    ],
    apis: [
      { identifier: demo.api, name: 'Contacts' },
      { identifier: `${demo.api}/brief`, name: 'Brief contacts' },
    ],
  })
})

test('the redirect URI of the playground is registered for each of its clients', async () => {
  for (const client_id of ['playground-public', 'playground-app', 'playground-old']) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      redirect_uri: `${demo.issuer}/playground/callback`,
      prompt: 'none',
      scope: 'read',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    for (const mode of ['query', 'fragment', 'form_post', 'web_message', 'jwt']) {
      const response = await fetch(`${demo.issuer}/authorize?${query}&response_mode=${mode}`, { redirect: 'manual' })
      const text = `${response.headers.get('location')} ${await response.text()}`
      assert.match(text, mode === 'jwt' ? /response=ey/ : /login_required/, `${client_id} ${mode}`)
    }
  }
})

test('the voucher of the playground can be traded again and again', async () => {
  const fields = { grant_type: 'urn:example:grant-type:voucher', voucher: 'golden-ticket', scope: 'read' }
  for (const round of [1, 2]) assert.equal((await requestToken(fields)).status, 200, String(round))
  assert.equal((await requestToken({ ...fields, voucher: 'golden-ticket-2' })).body.error, 'invalid_grant')
  assert.equal((await requestToken(fields, 'playground-old')).body.error, 'unauthorized_client')
})

test('the second API takes JWTs of its own only, until the second at which they expire', async () => {
  const brief = `${demo.api}/brief`
  const machine = { grant_type: 'client_credentials', scope: 'read' }
  const { body } = await requestToken({ ...machine, resource: brief })
  assert.equal(body.expires_in, 5)
  assert.equal(String(body.access_token).split('.').length, 3)
  assert.equal((await list(brief, body.access_token)).status, 200)
  const elsewhere = await list(demo.api, body.access_token)
  assert.equal(elsewhere.status, 401)
  assert.match(elsewhere.headers.get('www-authenticate') ?? '', /issued for another API/)
  const other = await requestToken(machine)
  assert.equal((await list(brief, other.body.access_token)).status, 401, 'and no token of the first')
  assert.equal((await list(demo.api, other.body.access_token)).status, 200)
  await wait(6_000)
  const late = await list(brief, body.access_token)
  assert.equal(late.status, 401)
  assert.match(late.headers.get('www-authenticate') ?? '', /expired/)
  const metadata = await fetch(`${demo.api}/.well-known/oauth-protected-resource/brief`)
  assert.equal(((await metadata.json()) as { readonly resource: string }).resource, brief)
})

test('the APIs of the demo and their scopes have names in each language of the pages', () => {
  const { apis = [] } = readConfig({
    file: path.join(import.meta.dirname, 'valetkey.demo.yaml'),
    environment: {},
    options: {},
  })
  for (const language of Object.keys(languages).filter((one) => one !== 'en')) {
    for (const api of apis) {
      assert.ok(api.names?.[language], `${language}: ${api.identifier}`)
      for (const scope of api.scopes) assert.ok(scope.descriptions?.[language], `${language}: ${scope.name}`)
    }
  }
})
